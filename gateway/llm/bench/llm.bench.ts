import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { toServiceHeaders } from '@aether/common/service';
import { type Benchmark, type Figure, percentile, testTokens, testViewer } from '@aether/test-support';
import { z } from 'zod';

const RATE = 300;
const WARM_UP_S = 5;
const STREAMS = 500;
const BODY = { messages: [{ role: 'user', content: 'Summarize the handbook. '.repeat(30) }] };

interface Measured {
  /** Latencies in milliseconds, ascending. */
  readonly sorted: readonly number[];
  readonly count: number;
}

interface Endpoint {
  readonly url: string;
  /** Asked for at each request: tokens live for a minute. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly model: string;
}

/**
 * What the gateway adds: requests in an open loop (the next one starts on time, however long the last one takes), first to the
 * upstream directly, then through the gateway; gateway and upstream have a process each (`gateway-process.ts`, `upstream-process.ts`). Each call
 * is in a budget and in the ledger; what is behind them answers at once.
 */
export const benchmark: Benchmark = {
  name: 'llm',
  says: `LLM gateway: added latency at ${RATE} requests/s, added time per chunk, ${STREAMS} streams at once`,
  async run({ seconds, brief, say }) {
    const processes: ChildProcess[] = [];
    const start = async (file: string, ...values: string[]): Promise<{ process: ChildProcess; told: unknown }> => {
      const child = fork(new URL(file, import.meta.url), values, {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: ['--import', '@aether/test-support/typescript'],
      });
      processes.push(child);
      const [told]: unknown[] = await once(child, 'message');
      return { process: child, told };
    };
    try {
      const origin = `http://127.0.0.1:${z.number().parse((await start('./upstream-process.ts')).told)}`;
      const gateway = await start('./gateway-process.ts', `${origin}/v1`);
      const processorMs = async (): Promise<number> => {
        gateway.process.send('processor time');
        const [told]: unknown[] = await once(gateway.process, 'message');
        return z.number().parse(told);
      };
      const tokens = testTokens();
      const sender = { service: 'graphql-gateway', audience: 'llm-gateway', viewer: testViewer() };
      const direct: Endpoint = { url: `${origin}/v1/chat/completions`, headers: () => ({}), model: 'fast' };
      const through: Endpoint = {
        url: `${z.string().parse(gateway.told)}/v1/chat/completions`,
        headers: () => toServiceHeaders(tokens, { ...sender, requestId: 'req_bench', traceparent: null }),
        model: 'up/fast',
      };
      const figures: Figure[] = [];
      // A process that has just started is still compiling what it does.
      for (const endpoint of [direct, through]) await openLoop(endpoint, RATE, brief ? 1 : WARM_UP_S);
      const plain = await openLoop(direct, RATE, seconds);
      const before = await processorMs();
      const routed = await openLoop(through, RATE, seconds);
      const perRequestMs = ((await processorMs()) - before) / routed.count;
      for (const [share, goal] of [
        [0.5, 1],
        [0.99, 5],
      ] as const) {
        const reference = percentile(plain.sorted, share);
        const value = percentile(routed.sorted, share) - reference;
        const name = `added latency, p${share * 100}`;
        figures.push({
          name,
          value,
          unit: 'ms',
          goal: `≤ ${goal}`,
          met: value <= goal,
          reference: { name: 'direct', value: reference },
        });
      }
      figures.push({
        name: 'processor time of the gateway per request',
        value: perRequestMs,
        unit: 'ms',
      });
      const lagDirect = await lags(direct, 20);
      const lagThrough = await lags(through, 20);
      const added = percentile(lagThrough, 0.5) - percentile(lagDirect, 0.5);
      figures.push({
        name: 'added per chunk of a stream, p50',
        value: added,
        unit: 'ms',
        goal: '≤ 1',
        met: added <= 1,
        reference: { name: 'direct', value: percentile(lagDirect, 0.5) },
      });
      const streams = brief ? 50 : STREAMS;
      const all = await Promise.all(Array.from({ length: streams }, () => stream(through).catch(() => [])));
      const whole = all.filter((chunks) => chunks.length === 50).length;
      say(`${streams} streams at once: ${whole} whole`);
      figures.push({
        name: `whole streams of ${streams} at once`,
        value: whole,
        unit: '',
        goal: String(streams),
        met: whole === streams,
      });
      return figures;
    } finally {
      for (const child of processes) child.disconnect();
    }
  },
};

async function openLoop(endpoint: Endpoint, rate: number, seconds: number): Promise<Measured> {
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const begin = performance.now();
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = begin + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    pending.push(
      post(endpoint, false)
        .then((response) => response.text())
        // From when it was due: a late start is part of what a caller waits.
        .then(() => void latencies.push(performance.now() - Math.max(due, begin))),
    );
  }
  await Promise.all(pending);
  return { sorted: latencies.toSorted((left, right) => left - right), count: pending.length };
}

/** How late the chunks of some streams arrive, in milliseconds after they were sent. */
async function lags(endpoint: Endpoint, streams: number): Promise<readonly number[]> {
  const all = await Promise.all(Array.from({ length: streams }, () => stream(endpoint)));
  return all.flat().toSorted((left, right) => left - right);
}

async function stream(endpoint: Endpoint): Promise<readonly number[]> {
  const response = await post(endpoint, true);
  const decoder = new TextDecoder();
  const found: number[] = [];
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const now = performance.timeOrigin + performance.now();
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, sent] = /"content":"(\d+(?:\.\d+)?) "/.exec(event) ?? [];
      if (sent !== undefined) found.push(now - Number(sent));
    }
  }
  return found;
}

async function post({ url, headers, model }: Endpoint, streams: boolean): Promise<Response> {
  const body = JSON.stringify({ ...BODY, model, stream: streams });
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
