import type { ExecutionStatus } from '../execution.ts';

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'EXPIRED'] as const;

export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

const OPEN: readonly ExecutionStatus[] = ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING'];

/** One without a decision is over as soon as its run ends or its time is up, also before anybody has written so. */
export function statusAt(
  approval: { readonly status: ApprovalStatus; readonly expiresAtMs: number },
  execution: ExecutionStatus,
  nowMs: number,
): ApprovalStatus {
  const isOver = !OPEN.includes(execution) || approval.expiresAtMs <= nowMs;
  return approval.status === 'PENDING' && isOver ? 'EXPIRED' : approval.status;
}
