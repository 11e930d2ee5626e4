import type { ExecutionView } from './execution-view.ts';
import { ApprovalItem } from './approval-item.tsx';
import { awaitedSignIns } from './awaited-sign-ins.ts';
import { SignInNote } from './sign-in-note.tsx';
import { useNow } from '../ui/use-now.ts';

/** What a run asked, or asks, of people, in order. Empty when it has asked nothing. */
export function ApprovalList({ view, className }: { view: ExecutionView; className?: string }) {
  const approvals = [...view.approvals.values()];
  const signIns = view.ended ? [] : awaitedSignIns(view.steps.values());
  const now = useNow(approvals.some(({ status }) => status === 'PENDING') ? 1_000 : null);
  if (approvals.length === 0 && signIns.length === 0) return null;
  return (
    <div role="group" aria-label="Approvals" className={className}>
      {approvals.map((approval) => (
        <ApprovalItem key={approval.id} approval={approval} now={now} />
      ))}
      {signIns.map(({ server, isOwn }) => (
        <SignInNote key={`${server} ${isOwn}`} server={server} isOwn={isOwn} />
      ))}
    </div>
  );
}
