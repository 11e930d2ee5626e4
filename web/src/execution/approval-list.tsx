import type { ExecutionView } from './execution-view.ts';
import { ApprovalCard } from './approval-card.tsx';
import { useNow } from '../ui/use-now.ts';

/** What a run asked, or asks, in order. Empty without approvals. */
export function ApprovalList({ view, className }: { view: ExecutionView; className?: string }) {
  const approvals = [...view.approvals.values()];
  const now = useNow(approvals.some(({ status }) => status === 'PENDING') ? 1_000 : null);
  if (approvals.length === 0) return null;
  return (
    <div role="group" aria-label="Approvals" className={className}>
      {approvals.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} now={now} />
      ))}
    </div>
  );
}
