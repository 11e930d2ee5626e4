import type { Streams } from '@aether/common/streams';
import { isRecord } from '@aether/schema';
import type { ExecutionConditions, ExecutionReader } from '../db/execution-reader.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { SlowReaderError } from '../errors.ts';
import { executionsChannel } from '../journal/live-events.ts';

/** Changes of one execution within this time are one. */
const COALESCE_MS = 150;
/** Executions that may wait for a slow reader. */
const MAXIMUM_WAITING = 1_000;

export interface ChangedExecution {
  readonly change: 'ADDED' | 'CHANGED';
  readonly execution: ExecutionRecord;
}

/**
 * State changes of the executions that the conditions let through, coalesced by id. Without numbers: after a reconnect the
 * client reads the list again.
 * @throws SlowReaderError when too many wait
 */
export async function* executionChangeStream(
  parts: { readonly reader: ExecutionReader; readonly streams: Streams },
  tenantId: string,
  conditions: ExecutionConditions,
  signal: AbortSignal,
): AsyncGenerator<ChangedExecution, void> {
  const waiting = new Map<string, boolean>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let wake = Promise.withResolvers<void>();
  let failure: unknown = null;

  const messages = parts.streams.subscribe(executionsChannel(tenantId), { signal: ended });
  const pump = (async () => {
    for await (const message of messages) {
      if (!isRecord(message) || typeof message['executionId'] !== 'string') continue;
      waiting.set(message['executionId'], (waiting.get(message['executionId']) ?? false) || message['isNew'] === true);
      if (waiting.size > MAXIMUM_WAITING) throw new SlowReaderError(0, MAXIMUM_WAITING);
      wake.resolve();
    }
  })()
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => wake.resolve());

  try {
    while (!ended.aborted) {
      await wake.promise;
      if (failure !== null) throw failure;
      await pause(COALESCE_MS, ended);
      wake = Promise.withResolvers();
      const batch = new Map(waiting);
      waiting.clear();
      if (batch.size === 0) continue;
      for (const execution of await parts.reader.matching(tenantId, conditions, [...batch.keys()])) {
        yield { change: batch.get(execution.id) === true ? 'ADDED' : 'CHANGED', execution };
      }
    }
  } finally {
    stop.abort();
    await pump;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const end = (): void => {
    clearTimeout(timer);
    resolve();
  };
  signal.addEventListener('abort', end, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', end));
}
