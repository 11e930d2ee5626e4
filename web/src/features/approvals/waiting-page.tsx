import { useCallback, useMemo } from 'react';
import { useQuery } from 'urql';
import { approvalsOf } from '../../execution/approval-view.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useViewer } from '../shell/use-viewer.ts';
import { PendingApprovalsDocument } from './pending-approvals-document.ts';
import { useApprovalChanges } from './use-approval-changes.ts';
import { WaitingItem } from './waiting-item.tsx';

/** What runs ask the viewer, of all runs in one place, oldest first, live. */
export function WaitingPage() {
  const { viewer } = useViewer();
  const mayDecide = viewer?.permissions.includes('approval:decide') === true;
  const [{ data, error, fetching }, execute] = useQuery({
    query: PendingApprovalsDocument,
    requestPolicy: 'cache-and-network',
    pause: !mayDecide,
  });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const approvals = useMemo(() => data?.pendingApprovals.edges.map(({ node }) => node), [data]);
  const views = useMemo(() => approvalsOf({ approvals: approvals ?? [] }), [approvals]);
  const runIds = useMemo(() => new Set(approvals?.map(({ execution }) => execution.id)), [approvals]);
  useApprovalChanges(mayDecide, runIds, refetch);
  const now = useNow(approvals?.length ? 1_000 : null);
  return (
    <>
      <TopBar title="Waiting for you" />
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {!mayDecide ? (
          <Empty title="Your role may not decide">
            What a run asks is shown to people who may approve calls. An administrator can give you that permission.
          </Empty>
        ) : approvals === undefined && error !== undefined ? (
          <ProblemPanel title="What waits for you did not load" problem={problemOf(error)} onRetry={refetch} />
        ) : approvals === undefined ? (
          <SkeletonRows rows={6} label="Loading what waits for you" />
        ) : approvals.length === 0 ? (
          <Empty title="Nothing waits for you">
            When a run needs your approval for a call, or a tool has a question, it appears here at once.
          </Empty>
        ) : (
          <>
            <ol aria-label="Approvals" className="mx-auto flex max-w-192 flex-col gap-6 p-6 max-md:p-4">
              {approvals.map((approval) => (
                <WaitingItem key={approval.id} approval={approval} view={views.get(approval.id)} now={now} />
              ))}
            </ol>
            {data?.pendingApprovals.pageInfo.hasNextPage ? (
              <p className="px-6 pb-6 text-center text-ink-3">
                The oldest 50 are shown. The next ones follow when you have decided these.
              </p>
            ) : null}
          </>
        )}
      </div>
    </>
  );
}
