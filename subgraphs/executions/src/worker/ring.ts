import type { ExecutionKey } from '../db/execution-store.ts';
import { type ExecutionPriority, PRIORITIES } from '../db/records.ts';

/** What a ring of the doorbell says: look at this execution. */
export interface Ring extends ExecutionKey {
  readonly priority: ExecutionPriority;
  /** Another run waits for it. */
  readonly isCalled?: boolean;
}

/** Last part of the ring for a run that another one waits for. */
const CALLED = 'called';

export function ringId({ priority, tenantId, executionId, isCalled }: Ring): string {
  return `${priority}.${tenantId}.${executionId}${isCalled === true ? `.${CALLED}` : ''}`;
}

/** Null for what is none of ours. */
export function parseRing(id: string): Ring | null {
  const [priorityText, tenantId, executionId, called] = id.split('.');
  const priority = PRIORITIES.find((candidate) => candidate === priorityText);
  if (priority === undefined || tenantId === undefined || executionId === undefined) return null;
  return { priority, tenantId, executionId, isCalled: called === CALLED };
}
