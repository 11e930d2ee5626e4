import { setTimeout as pause } from 'node:timers/promises';
import { measureLoad, processTreeMs } from '@aether/test-support';
import { type ChatEndpoint, postChat } from '../chat-endpoint.ts';
import { CHUNKS_PER_STREAM, chunkLags } from '../chunk-lags.ts';
import { openLoop, type OpenLoopResult } from '../open-loop.ts';

export interface EndpointLoad {
  /** Of the loop at the high rate, at most `MAXIMUM_SECONDS`; of the others at most `SHORT_SECONDS`. */
  readonly seconds: number;
  /** Requests per second of the open loops: one that everybody holds, and the one that is asked for. */
  readonly lowRate: number;
  readonly highRate: number;
  readonly streams: number;
}

export interface EndpointResult {
  /** Requests per second of `CALLERS` that each wait for their answer. */
  readonly perSecond: number;
  /** Of the process and its descendants for one request in that loop; null where there is no process. */
  readonly processorMs: number | null;
  readonly low: OpenLoopResult;
  readonly high: OpenLoopResult;
  /** Of a few streams at once, ascending, in milliseconds. */
  readonly lags: readonly number[];
  /** Null where not even the few came. */
  readonly wholeStreams: number | null;
}

export const CALLERS = 16;
/** After the last request of an open loop. */
export const GRACE_SECONDS = 5;
const FEW_STREAMS = 20;
const MAXIMUM_SECONDS = 15;
const SHORT_SECONDS = 5;
const STREAMS_MS = 10_000;
const LIMIT_MS = 60_000;
const SETTLED_SHARE = 0.2;
const LOOK_MS = 500;
const LOOKS = 10;

/** The same load for everybody, in the same order; the one that may leave a backlog comes last. Ends after `LIMIT_MS` at the latest. */
export async function measureEndpoint(
  endpointNow: () => ChatEndpoint,
  pid: number | null,
  { seconds, lowRate, highRate, streams }: EndpointLoad,
): Promise<EndpointResult> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const within = (ms: number): AbortSignal => AbortSignal.any([limit, AbortSignal.timeout(ms)]);
  const short = Math.min(SHORT_SECONDS, seconds);
  const long = Math.min(MAXIMUM_SECONDS, seconds);

  const callers = endpointNow();
  const closedLoop = () =>
    measureLoad({ concurrency: CALLERS, seconds: short, warmUpSeconds: 0 }, async () =>
      (await postChat(callers, { stream: false, signal: limit })).text(),
    );
  await closedLoop();
  const before = pid === null ? 0 : processTreeMs(pid);
  const closed = await closedLoop();
  const used = pid === null ? null : processTreeMs(pid) - before;

  const open = (rate: number, during: number) =>
    openLoop(endpointNow(), { rate, seconds: during, signal: within((during + GRACE_SECONDS) * 1000) });
  await untilSettled(pid);
  const low = await open(lowRate, short);
  const atOnce = async (count: number): Promise<readonly (readonly number[])[]> => {
    const endpoint = endpointNow();
    const signal = within(STREAMS_MS);
    return Promise.all(Array.from({ length: count }, () => chunkLags(endpoint, signal).catch(() => [])));
  };
  const few = await atOnce(FEW_STREAMS);
  const isStreaming = few.some((lags) => lags.length > 0);
  const many = isStreaming ? await atOnce(streams) : null;
  await untilSettled(pid);
  const high = await open(highRate, long);
  return {
    perSecond: closed.perSecond,
    processorMs: used === null ? null : used / closed.count,
    low,
    high,
    lags: few.flat().toSorted((left, right) => left - right),
    wholeStreams: many?.filter((lags) => lags.length === CHUNKS_PER_STREAM).length ?? null,
  };
}

/** What it still does for requests that are answered already (LiteLLM keeps its books afterwards) is not charged to the next ones. */
async function untilSettled(pid: number | null): Promise<void> {
  if (pid === null) return;
  for (let look = 0; look < LOOKS; look += 1) {
    const before = processTreeMs(pid);
    await pause(LOOK_MS);
    if (processTreeMs(pid) - before < LOOK_MS * SETTLED_SHARE) return;
  }
}
