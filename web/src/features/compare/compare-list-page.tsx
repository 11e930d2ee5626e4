import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useQuery } from 'urql';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { instant } from '../../format/instant.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NotFound } from '../shell/not-found.tsx';
import { CompareSetUp } from './compare-set-up.tsx';
import { ComparisonsDocument } from './comparison-document.ts';
import { ComparisonStatus } from './comparison-status.tsx';

/** The comparisons of one agent, and the place where a new one is set up. */
export function CompareListPage() {
  const { agentId } = useParams({ from: '/shell/agents/$agentId/compare' });
  const { new: isNew } = useSearch({ from: '/shell/agents/$agentId/compare' });
  const navigate = useNavigate({ from: '/agents/$agentId/compare' });
  const now = useNow(60_000);
  const [{ data, error }, refetch] = useQuery({
    query: ComparisonsDocument,
    variables: { agentId },
    requestPolicy: 'cache-and-network',
  });
  const agent = data?.agent;
  const comparisons = data?.comparisons.edges.map(({ node }) => node) ?? [];
  const setUp = (next: boolean): void => void navigate({ search: next ? { new: true } : {} });
  const isSettingUp = isNew === true || (data !== undefined && comparisons.length === 0);
  return (
    <>
      <TopBar
        title={agent ? `Compare ${agent.name}` : 'Compare'}
        crumbs={[{ label: 'Agents', to: '/agents' }]}
        actions={
          <>
            <Link to="/agents/$agentId" params={{ agentId }} className={buttonClasses({ variant: 'secondary' })}>
              Open agent
            </Link>
            {isSettingUp ? (
              comparisons.length > 0 ? (
                <Button onClick={() => setUp(false)}>Show comparisons</Button>
              ) : null
            ) : (
              <Button variant="primary" onClick={() => setUp(true)}>
                <Plus className="icon-s" aria-hidden="true" />
                New comparison
              </Button>
            )}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        {data === undefined && error !== undefined ? (
          problemOf(error).code === 'NOT_FOUND' ? (
            <NotFound what="agent" />
          ) : (
            <ProblemPanel
              title="Comparisons did not load"
              problem={problemOf(error)}
              onRetry={() => refetch({ requestPolicy: 'network-only' })}
            />
          )
        ) : data === undefined ? (
          <SkeletonRows rows={6} label="Loading comparisons" />
        ) : !agent ? (
          <NotFound what="agent" />
        ) : isSettingUp ? (
          agent.draft ? (
            <CompareSetUp agent={{ id: agent.id, inputSchema: agent.inputSchema, revision: agent.draft.revision }} />
          ) : (
            <Empty title="You may use this agent, but not compare its draft">Its owner can let you edit it.</Empty>
          )
        ) : (
          <ul aria-label="Comparisons" className="divide-y divide-line">
            {comparisons.map((comparison) => (
              <li key={comparison.id}>
                <Link
                  to="/compare/$comparisonId"
                  params={{ comparisonId: comparison.id }}
                  className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover"
                >
                  <span className="min-w-48 flex-1 truncate font-medium">
                    {comparison.name ?? comparison.variants.map(({ label }) => label).join(', ')}
                  </span>
                  <ComparisonStatus status={comparison.status} />
                  <span className="text-ink-3">
                    {plural(comparison.variants.length, 'model')}, {plural(comparison.cases.length, 'case')}, draft r
                    {comparison.draftRevision}
                  </span>
                  <span className="w-24 text-right tabular-nums">{cost(comparison.spent, comparison.unpriced)}</span>
                  <span className="w-28 text-right text-ink-3">{instant(comparison.createdAt, now)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
