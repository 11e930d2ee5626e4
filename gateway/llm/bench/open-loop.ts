import { setTimeout as delay } from 'node:timers/promises';
import { type ChatEndpoint, postChat } from './chat-endpoint.ts';

export interface OpenLoop {
  /** Requests per second. */
  readonly rate: number;
  readonly seconds: number;
  /** After it nobody waits for an answer any more. */
  readonly signal?: AbortSignal;
}

export interface OpenLoopResult {
  /** Latencies of those that were answered, in milliseconds, ascending. */
  readonly sorted: readonly number[];
  readonly sent: number;
  /** Why the others were not answered, as far as the first of them tells. */
  readonly failure: unknown;
}

/** Requests that are sent on time, however long the last one takes: callers do not wait for each other. */
export async function openLoop(endpoint: ChatEndpoint, { rate, seconds, signal }: OpenLoop): Promise<OpenLoopResult> {
  const latencies: number[] = [];
  let failure: unknown = null;
  const pending: Promise<void>[] = [];
  const begin = performance.now();
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = begin + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    // From when it was due: a late start is part of what a caller waits. A timer may also be early.
    const from = Math.min(due, performance.now());
    pending.push(
      postChat(endpoint, { stream: false, ...(signal === undefined ? {} : { signal }) })
        .then((response) => response.text())
        .then(() => void latencies.push(performance.now() - from))
        .catch((error: unknown) => void (failure ??= error)),
    );
  }
  await Promise.all(pending);
  return { sorted: latencies.toSorted((left, right) => left - right), sent: pending.length, failure };
}
