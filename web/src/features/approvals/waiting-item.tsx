import { Link } from '@tanstack/react-router';
import { ApprovalItem } from '../../execution/approval-item.tsx';
import type { ApprovalView } from '../../execution/approval-view.ts';
import { promptOf } from '../../execution/prompt-of.ts';
import { timeAgo } from '../../format/time-ago.ts';
import type { PendingApproval } from './pending-approvals-document.ts';

interface WaitingItemProps {
  approval: PendingApproval;
  view: ApprovalView | undefined;
  now: number;
}

/** One thing that waits: of which run, since when, and the card that decides it. */
export function WaitingItem({ approval, view, now }: WaitingItemProps) {
  const { execution, createdAt } = approval;
  return (
    <li className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <h2 className="font-semibold">{execution.agent?.name ?? 'Deleted agent'}</h2>
        <span className="text-12 text-ink-3">
          {[execution.startedBy?.name, `asked ${timeAgo(createdAt, now)}`].filter(Boolean).join(' · ')}
        </span>
        <span className="flex-1" />
        <Link
          to="/runs/$executionId"
          params={{ executionId: execution.id }}
          search={{ step: approval.step.id }}
          className="text-link hover:underline"
        >
          Open run
        </Link>
      </div>
      <p className="truncate text-ink-2">{promptOf(execution.input)}</p>
      {view === undefined ? null : <ApprovalItem approval={view} now={now} />}
    </li>
  );
}
