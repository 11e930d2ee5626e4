import type { Artifact, StreamResponse } from '@a2a-js/sdk';
import type { ExecutionEventName } from '@aether/schema';
import type { ExecutionRecord, StoredEvent } from '../../db/records.ts';
import type { ExecutionStatus } from '../../execution.ts';
import { contextOf, taskStatus, toTask } from '../to-task.ts';

/** Events that are a new state of a task. Between attempts, and while it is cancelled, a task is at work. */
const STATUSES: ReadonlyMap<ExecutionEventName, ExecutionStatus> = new Map([
  ['execution-running', 'RUNNING'],
  ['execution-waiting', 'WAITING'],
]);

/**
 * What an address is told of an event (A2A 1.0, "Push Notification Payload"): a new state, and at the end the whole task, so that nobody has to
 * ask for it.
 * @param artifact what the run answered, at its end
 */
export function pushNotification(
  execution: ExecutionRecord,
  { name, at }: Pick<StoredEvent, 'name' | 'at'>,
  artifact: Artifact | null,
): StreamResponse {
  const status = STATUSES.get(name);
  // Its end changes no more, so what is in the record is what the event told.
  if (status === undefined) return { payload: { $case: 'task', value: toTask(execution, artifact) } };
  const { id, conversationId } = execution;
  return {
    payload: {
      $case: 'statusUpdate',
      value: {
        taskId: id,
        contextId: contextOf(execution),
        status: taskStatus({ id, conversationId, status, error: null }, at),
        metadata: undefined,
      },
    },
  };
}
