import { Link } from '@tanstack/react-router';
import { answerOf } from '../../execution/answer.ts';
import { ExecutionStatus } from '../../execution/execution-status.tsx';
import { promptOf } from '../../execution/prompt-of.ts';
import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { Empty } from '../../ui/empty.tsx';
import type { ListingDetail } from './market-document.ts';

type SampleRun = NonNullable<NonNullable<ListingDetail['sampleExecutions']>[number]>;

/** Real runs of the owner: what was asked, what came, what it took. */
export function SampleRuns({ runs, owner }: { runs: readonly SampleRun[]; owner: string }) {
  if (runs.length === 0) return <Empty title="No sample runs">{owner} has not shown any run of this agent.</Empty>;
  return (
    <ol aria-label="Sample runs" className="min-h-0 flex-1 overflow-auto">
      {runs.map((run) => (
        <li key={run.id} className="border-b border-line px-4 py-3">
          <p className="flex items-baseline gap-3">
            <Link
              to="/runs/$executionId"
              params={{ executionId: run.id }}
              className="min-w-0 flex-1 truncate font-medium hover:underline hover:underline-offset-2"
            >
              {promptOf(run.input)}
            </Link>
            <ExecutionStatus status={run.status} quiet />
          </p>
          <p className="mt-1 line-clamp-4 whitespace-pre-line text-ink-2">{answerOf(run.output) || 'No output.'}</p>
          <p className="mt-1.5 flex gap-4 text-12 text-ink-3 tabular-nums">
            <span>{duration(run.chain.totalDurationMs)}</span>
            <span>{cost(run.chain.summary.totalCost, run.chain.summary.unpriced)}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
