import { Link } from '@tanstack/react-router';
import { ChainFigures } from '../../execution/chain-figures.tsx';
import { ChainList } from '../../execution/chain-list.tsx';
import { ExecutionStatus, hasEnded } from '../../execution/execution-status.tsx';
import type { CitationRecord } from '../../execution/execution-record.ts';
import type { LiveExecution } from '../../execution/execution-feed.ts';
import { cost } from '../../format/cost.ts';
import { Meter } from '../../ui/meter.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { SourceList } from './source-list.tsx';

interface ChainPaneProps {
  /** Nothing was asked yet. */
  empty: boolean;
  execution: LiveExecution & { reload: () => void };
  onOpenCitation: (citation: CitationRecord) => void;
}

/** The run behind an answer, live: steps with their share of the time, figures, budget, sources. */
export function ChainPane({ empty, execution: { record, view, problem, reload }, onOpenCitation }: ChainPaneProps) {
  const now = useNow(view !== null && !hasEnded(view.status) ? 100 : null);
  return (
    <aside
      aria-label="Execution chain"
      className="flex min-h-0 min-w-0 flex-col border-l border-line max-lg:order-1 max-lg:border-b max-lg:border-l-0"
    >
      <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4">
        <h2 className="font-semibold">Execution chain</h2>
        {view === null ? null : <ExecutionStatus status={view.status} quiet />}
        <span className="flex-1" />
        {record ? (
          <Link to="/runs/$executionId" params={{ executionId: record.id }} className="text-link hover:underline">
            Open run
          </Link>
        ) : null}
      </div>
      {problem === null ? null : <ProblemPanel title="The run did not load" problem={problem} onRetry={reload} />}
      {view === null ? (
        problem !== null ? null : empty ? (
          <p className="p-4 text-ink-3 max-lg:hidden">
            Ask something: each step of the answer shows up here with its time, tokens and cost.
          </p>
        ) : (
          <SkeletonRows rows={2} label="Loading the run" />
        )
      ) : (
        <>
          <ChainFigures view={view} now={now} />
          <div className="min-h-0 flex-1 overflow-auto max-lg:hidden">
            <ChainList view={view} now={now} />
            {record?.budget ? (
              <section aria-label="Budget" className="mt-3 border-t border-line px-4 py-3">
                <p className="mb-1.5 flex tabular-nums">
                  <span className="flex-1 text-ink-2">Budget</span>
                  <span className="font-medium">{cost(view.spent, view.unpriced)}</span>
                  <span className="text-ink-3">&nbsp;of {cost(record.budget)}</span>
                </p>
                <Meter share={(view.spent ?? 0) / record.budget} label="Budget used" />
              </section>
            ) : null}
            {record && record.citations.length > 0 ? (
              <SourceList citations={record.citations} onOpen={onOpenCitation} />
            ) : null}
          </div>
        </>
      )}
    </aside>
  );
}
