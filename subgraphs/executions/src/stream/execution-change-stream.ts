import type { Streams } from '@aether/common/streams';
import { isRecord } from '@aether/schema';
import type { ExecutionConditions, ExecutionReader } from '../db/execution-reader.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { SlowReaderError } from '../errors.ts';
import { executionsChannel } from '../journal/live-events.ts';
import { coalescedIds } from './coalesced-ids.ts';

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
  const read = (message: unknown) =>
    isRecord(message) && typeof message['executionId'] === 'string'
      ? { id: message['executionId'], isNew: message['isNew'] === true }
      : null;
  const overflow = () => new SlowReaderError(0, MAXIMUM_WAITING);
  const options = { signal, limit: MAXIMUM_WAITING, overflow };
  for await (const batch of coalescedIds(parts.streams, executionsChannel(tenantId), read, options)) {
    for (const execution of await parts.reader.matching(tenantId, conditions, [...batch.keys()]))
      yield { change: batch.get(execution.id) === true ? 'ADDED' : 'CHANGED', execution };
  }
}
