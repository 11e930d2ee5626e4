import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Square } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { toast } from '../../ui/toast.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { NotFound } from '../shell/not-found.tsx';
import type { LiveView } from './apply-comparison-event.ts';
import { ComparisonGrid } from './comparison-grid.tsx';
import { ComparisonStatus } from './comparison-status.tsx';
import { RunComparisonDocument, StopComparisonDocument, VoteCellDocument } from './comparison-document.ts';
import { PromoteDialog } from './promote-dialog.tsx';
import { RecommendationBar } from './recommendation-bar.tsx';
import { useComparison } from './use-comparison.ts';

const OPEN = ['WAITING', 'RUNNING', 'SCORING'];

/** One comparison: variants side by side while they answer, and what follows from it. */
export function ComparisonPage() {
  const { comparisonId } = useParams({ from: '/shell/compare/$comparisonId' });
  const { view, problem, reload } = useComparison(comparisonId);
  if (view) return <LoadedComparison view={view} reload={reload} />;
  return (
    <>
      <TopBar title="Comparison" crumbs={[{ label: 'Agents', to: '/agents' }]} />
      {view === null ? (
        <NotFound what="comparison" />
      ) : problem === null ? (
        <SkeletonRows rows={8} label="Loading the comparison" />
      ) : (
        <ProblemPanel title="The comparison did not load" problem={problem} onRetry={reload} />
      )}
    </>
  );
}

function LoadedComparison({ view, reload }: { view: LiveView; reload: () => void }) {
  const { comparison } = view;
  const { show = 'answers' } = useSearch({ from: '/shell/compare/$comparisonId' });
  const navigate = useNavigate({ from: '/compare/$comparisonId' });
  const [promoting, setPromoting] = useState<string | null>(null);
  const [, run] = useMutation(RunComparisonDocument);
  const [, stop] = useMutation(StopComparisonDocument);
  const [, vote] = useMutation(VoteCellDocument);
  const isRunning = comparison.status === 'RUNNING';
  const open = comparison.cells.filter(({ status }) => OPEN.includes(status)).length;
  const unfinished = comparison.cells.filter(({ status }) => status !== 'FINISHED').length;
  const total = comparison.cells.length;

  const told = (
    { error }: { error?: Parameters<typeof problemLine>[0] | undefined },
    refusal: { message: string; hint?: string | null } | undefined,
  ): void => {
    if (error !== undefined) toast.error('Nothing was changed', { description: problemLine(error) });
    else if (refusal !== undefined) toast.error('Nothing was changed', { description: errorLine(refusal) });
    else reload();
  };
  const start = async (cellIds?: string[]): Promise<void> => {
    const answer = await run({ input: { comparisonId: comparison.id, cellIds, idempotencyKey: idempotencyKey() } });
    told(answer, answer.data?.runComparison.userErrors[0]);
  };
  const end = async (): Promise<void> => {
    const answer = await stop({ input: { comparisonId: comparison.id } });
    told(answer, answer.data?.stopComparison.userErrors[0]);
  };
  const cast = async (cellId: string, value: number): Promise<void> => {
    const answer = await vote({ input: { cellId, vote: value } });
    told(answer, answer.data?.voteCell.userErrors[0]);
  };

  return (
    <>
      <TopBar
        title={comparison.name ?? comparison.variants.map(({ label }) => label).join(', ')}
        crumbs={[{ label: 'Agents', to: '/agents' }]}
        actions={
          <>
            <span aria-live="polite" className="max-md:hidden">
              <ComparisonStatus
                status={comparison.status}
                detail={isRunning ? `${total - open} of ${plural(total, 'cell')}` : undefined}
              />
            </span>
            <span className="mx-2 text-ink-2 tabular-nums max-md:hidden">
              {cost(comparison.spent, comparison.unpriced)}{' '}
              <span className="text-ink-3">of {cost(comparison.budget)} budget</span>
            </span>
            {comparison.agent ? (
              <Link
                to="/agents/$agentId/compare"
                params={{ agentId: comparison.agent.id }}
                className={buttonClasses({ variant: 'secondary' })}
              >
                All comparisons
              </Link>
            ) : null}
            {isRunning ? (
              <Button onClick={() => void end()}>
                <Square className="icon-s" aria-hidden="true" />
                Stop
              </Button>
            ) : unfinished > 0 ? (
              <Button onClick={() => void start()}>{`Run ${plural(unfinished, 'cell')}`}</Button>
            ) : null}
          </>
        }
      />
      <RecommendationBar comparison={comparison} onPromote={setPromoting} />
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <Tag>{plural(comparison.cases.length, 'case')}</Tag>
        {comparison.mockTools ? <Tag tone="warning">Mock tools</Tag> : <Tag>Live tools</Tag>}
        <Tag>{comparison.judge ? `Judge: ${comparison.judge.model?.slug ?? 'deleted model'}` : 'Checks only'}</Tag>
        <Tag>{`Draft r${comparison.draftRevision}`}</Tag>
        {comparison.blind ? <Tag>Names hidden until the end</Tag> : null}
        <span className="flex-1" />
        <Segmented
          label="What cells show"
          value={show}
          options={[
            { value: 'answers', label: 'Answers' },
            { value: 'scores', label: 'Scores' },
          ]}
          onChange={(next) => void navigate({ search: next === 'answers' ? {} : { show: next }, replace: true })}
        />
      </div>
      <section aria-label="Answers" className="min-h-0 flex-1 overflow-auto">
        <ComparisonGrid
          view={view}
          show={show}
          runReason={isRunning ? 'Wait for the end of the comparison, or stop it.' : null}
          onRun={(cellId) => void start([cellId])}
          onVote={(cellId, value) => void cast(cellId, value)}
        />
      </section>
      {promoting === null ? null : (
        <PromoteDialog comparison={comparison} variantId={promoting} onClose={() => setPromoting(null)} />
      )}
    </>
  );
}
