import type { Streams } from '@aether/common/streams';
import type { ArgoExecutions } from '../db/argo-executions.ts';
import type { ExecutionKey } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { executionChannel, parseLiveEvent } from '../journal/live-events.ts';

export interface LookingParts {
  readonly executions: Pick<ArgoExecutions, 'find'>;
  readonly streams: Streams;
  /** Pause between two looks when nothing is told. */
  readonly reconcileMs: number;
}

/** Events after which a run has ended, or has nothing to do. */
const MOVES: ReadonlySet<string> = new Set(['execution-queued', 'execution-waiting', 'execution-end']);

/** A run again and again: the bus tells at once that it moved, the record for certain. Ends by the signal only. */
export async function* looksAt(
  { executions, streams, reconcileMs }: LookingParts,
  key: ExecutionKey,
  signal: AbortSignal,
): AsyncGenerator<ExecutionRecord, never> {
  for (;;) {
    signal.throwIfAborted();
    const round = AbortSignal.any([signal, AbortSignal.timeout(reconcileMs)]);
    const messages = streams.subscribe(executionChannel(key), { signal: round });
    const execution = await executions.find(key);
    if (execution !== null) yield execution;
    for await (const message of messages) if (MOVES.has(parseLiveEvent(message)?.name ?? '')) break;
  }
}
