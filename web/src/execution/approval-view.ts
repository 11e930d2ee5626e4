import type { ApprovalStatus } from '../gql/graphql.ts';
import type { ExecutionEnvelope } from './execution-events.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** A question of a run to people, as a card shows it. */
export interface ApprovalView {
  id: string;
  stepId: string;
  question: string;
  /** Exact arguments of the call. */
  proposed: unknown;
  proposedHash: string;
  /** False: the call went out before, so it is repeated as it was or not at all. */
  editable: boolean;
  /** JSON Schema of the answer to a question that a tool asks; null = it asks none, or by a link. */
  form: unknown;
  /** A page on which it is answered. */
  link: string | null;
  status: ApprovalStatus;
  comment: string | null;
  decidedBy: string | null;
  /** Epoch milliseconds. */
  expiresAt: number | null;
}

type Approvals = ReadonlyMap<string, ApprovalView>;
type ApprovalEvent = Extract<ExecutionEnvelope['event'], { __typename: 'ApprovalRequested' | 'ApprovalDecided' }>;

const instantOf = (text: string | null | undefined): number | null => (text ? Date.parse(text) : null);

export function approvalsOf({ approvals }: Pick<ExecutionRecord, 'approvals'>): Approvals {
  return new Map(
    approvals.map(
      ({ id, step, decidedBy, comment, expiresAt, question, proposed, proposedHash, editable, form, link, status }) => [
        id,
        {
          id,
          stepId: step.id,
          question,
          proposed,
          proposedHash,
          editable,
          form: form ?? null,
          link: link ?? null,
          status,
          comment: comment ?? null,
          decidedBy: decidedBy?.name ?? null,
          expiresAt: instantOf(expiresAt),
        },
      ],
    ),
  );
}

export function approvalsAfter(approvals: Approvals, event: ApprovalEvent): Approvals {
  if (event.__typename === 'ApprovalRequested') {
    const { approvalId: id, stepId, question, proposed, proposedHash, editable, form, link, expiresAt } = event;
    const facts = { id, stepId, question, proposed, proposedHash, editable, expiresAt: instantOf(expiresAt) };
    const asked = { ...facts, form: form ?? null, link: link ?? null };
    return new Map(approvals).set(id, { ...asked, status: 'PENDING', comment: null, decidedBy: null });
  }
  const known = approvals.get(event.approvalId);
  if (known === undefined) return approvals;
  return new Map(approvals).set(known.id, {
    ...known,
    status: event.approvalStatus,
    comment: event.comment ?? null,
    decidedBy: event.decidedBy?.name ?? null,
  });
}

/** A run that has ended asks nothing any more. */
export function approvalsAtEnd(approvals: Approvals): Approvals {
  return new Map(
    [...approvals].map(([id, approval]) => [
      id,
      approval.status === 'PENDING' ? { ...approval, status: 'EXPIRED' as const } : approval,
    ]),
  );
}
