import { statusAt } from '../approval/approval.ts';
import type { AskedApproval } from '../db/approval-records.ts';
import type { Approval } from './approval.ts';
import { personReference } from './references.ts';

export function toApproval(record: AskedApproval, now: Date): Approval {
  const { approval, execution } = record;
  const { id, question, proposed, proposedHash, editable, form, link, comment, createdAt, decidedById, decidedAt } =
    approval;
  return {
    record,
    id,
    question,
    proposed: JSON.parse(proposed) as unknown,
    proposedHash,
    editable,
    form: form === null ? null : (JSON.parse(form) as unknown),
    link,
    status: statusAt(approval, execution.status, now.getTime()),
    approvers: [personReference(approval.startedById)].filter((user) => user !== null),
    decidedBy: personReference(decidedById),
    decidedAt,
    comment,
    expiresAt: new Date(approval.expiresAtMs).toISOString(),
    createdAt,
  };
}
