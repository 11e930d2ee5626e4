import type { WorkerParts } from '../worker/worker-parts.ts';
import { settleApproval } from './settle-approval.ts';

type Expiring = Pick<WorkerParts, 'approvals' | 'blobs' | 'live' | 'doorbell' | 'clock' | 'config'>;

/** Approvals that nobody decided in time: their runs go on and are told. */
export async function expireApprovals(parts: Expiring, limit: number): Promise<void> {
  const expired = await parts.approvals.expired(parts.config.queues, limit);
  for (const { tenantId, id } of expired) {
    const [asked] = await parts.approvals.findAll(tenantId, [id]);
    if (asked !== undefined) await settleApproval(parts, asked, { status: 'EXPIRED', comment: null }, null);
  }
}
