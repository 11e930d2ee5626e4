import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { ExecutionStatus } from '../../execution/execution-status.tsx';
import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { instant } from '../../format/instant.ts';
import { problemOf } from '../../graphql/problem.ts';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NotFound } from '../shell/not-found.tsx';
import { type ExecutionDiff, ExecutionDiffDocument } from './diff-document.ts';
import { DiffSteps } from './diff-steps.tsx';
import { ValueDifferences } from './value-differences.tsx';

/** Two runs side by side: what went in, what came out, and where their steps part. */
export function DiffPage() {
  const { executionId: leftId, otherId: rightId } = useParams({ from: '/shell/runs/$executionId/compare/$otherId' });
  const [{ data, error }, execute] = useQuery({ query: ExecutionDiffDocument, variables: { leftId, rightId } });
  const diff = data?.executionDiff;
  return (
    <>
      <TopBar title="Compare runs" crumbs={[{ label: 'Runs', to: '/runs' }]} />
      {error !== undefined && diff === undefined ? (
        <ProblemPanel
          title="The runs did not load"
          problem={problemOf(error)}
          onRetry={() => execute({ requestPolicy: 'network-only' })}
        />
      ) : diff === null ? (
        <NotFound what="run" />
      ) : diff === undefined ? (
        <SkeletonRows rows={8} label="Loading both runs" />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto">
          <div className="grid grid-cols-2 gap-4 border-b border-line px-4 py-3 max-md:grid-cols-1">
            <RunSummary label="Left" run={diff.left} />
            <RunSummary label="Right" run={diff.right} />
          </div>
          <ValueDifferences title="Input" differences={diff.input} />
          <ValueDifferences title="Output" differences={diff.output} />
          <p className="px-4 pt-3 pb-1 text-ink-2">
            {diff.firstDivergence
              ? 'Steps are matched by their key. Time and cost are right minus left.'
              : 'Every step is the same in both. Time and cost are right minus left.'}
          </p>
          <DiffSteps diff={diff} />
        </div>
      )}
    </>
  );
}

function RunSummary({ label, run }: { label: string; run: ExecutionDiff['left'] }) {
  const now = useNow(30_000);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="text-ink-3">{label}</span>
      <Link to="/runs/$executionId" params={{ executionId: run.id }} className="font-medium text-link">
        {instant(run.createdAt, now)}
      </Link>
      <ExecutionStatus status={run.status} />
      <span className="text-ink-2 tabular-nums">
        {duration(run.chain.totalDurationMs)}, {cost(run.spent)}
      </span>
    </p>
  );
}
