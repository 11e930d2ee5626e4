import type { ExecutionStatus } from '../execution.ts';

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'EXPIRED'] as const;

export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** One without a decision is over as soon as its run waits no more or its time is up, also before anybody has written so. */
export function statusAt(
  approval: { readonly status: ApprovalStatus; readonly expiresAtMs: number },
  execution: ExecutionStatus,
  nowMs: number,
): ApprovalStatus {
  const isOver = execution !== 'WAITING' || approval.expiresAtMs <= nowMs;
  return approval.status === 'PENDING' && isOver ? 'EXPIRED' : approval.status;
}
