/** Every state of an execution. RUNNING and CANCELLING have an owner; the last four never change. */
export const EXECUTION_STATUSES = [
  'QUEUED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export type EndStatus = Extract<ExecutionStatus, 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT'>;

/** The whole state machine (design: execution.md, "State"). RUNNING → RUNNING: another worker takes over. */
const NEXT: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  QUEUED: ['RUNNING', 'CANCELLING', 'FAILED', 'TIMED_OUT'],
  RUNNING: ['RUNNING', 'SUCCEEDED', 'FAILED', 'RETRYING', 'WAITING', 'QUEUED', 'CANCELLING', 'TIMED_OUT'],
  WAITING: ['QUEUED', 'CANCELLING', 'FAILED', 'TIMED_OUT'],
  RETRYING: ['RUNNING', 'CANCELLING', 'FAILED', 'TIMED_OUT'],
  CANCELLING: ['CANCELLED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
  TIMED_OUT: [],
};

export const OPEN_STATUSES: readonly ExecutionStatus[] = EXECUTION_STATUSES.filter((status) => NEXT[status].length > 0);

/** Whether the execution has come to its one end. */
export function isEnded(status: ExecutionStatus): status is EndStatus {
  return NEXT[status].length === 0;
}

export function canBecome(from: ExecutionStatus, to: ExecutionStatus): boolean {
  return NEXT[from].includes(to);
}

/** States from which `to` can be reached; a write tests them under the lock of the execution. */
export function statesBefore(to: ExecutionStatus): readonly ExecutionStatus[] {
  return EXECUTION_STATUSES.filter((status) => canBecome(status, to));
}

/**
 * The one way to change a state.
 * @throws TypeError for a change that the table does not have: a defect of ours, never a user's mistake
 */
export function transition<To extends ExecutionStatus>(from: ExecutionStatus, to: To): To {
  if (!canBecome(from, to)) throw new TypeError(`An execution cannot become ${to} when it is ${from}.`);
  return to;
}
