import type { ExecutionStatus } from '../../gql/graphql.ts';

/** What the list of runs can be narrowed to, as it stands in the address. */
export const RUN_GROUPS = ['open', 'waiting', 'succeeded', 'failed', 'timed-out', 'cancelled'] as const;

export type RunGroup = (typeof RUN_GROUPS)[number];

export const STATUSES_OF: Record<RunGroup, readonly ExecutionStatus[]> = {
  open: ['QUEUED', 'RUNNING', 'RETRYING', 'CANCELLING'],
  waiting: ['WAITING'],
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED'],
  'timed-out': ['TIMED_OUT'],
  cancelled: ['CANCELLED'],
};
