import { useNavigate, useSearch } from '@tanstack/react-router';
import { Route, Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { AnswerBody } from '../../execution/answer-body.tsx';
import { answerText } from '../../execution/answer.ts';
import { ArtifactList } from '../../execution/artifact-list.tsx';
import { ApprovalList } from '../../execution/approval-list.tsx';
import type { CitationRecord, ExecutionRecord } from '../../execution/execution-record.ts';
import { hasEnded } from '../../execution/execution-status.tsx';
import type { ExecutionView } from '../../execution/execution-view.ts';
import { PassageSheet } from '../../execution/passage-sheet.tsx';
import { spanOf } from '../../execution/span.ts';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CauseBanner } from './cause-banner.tsx';
import { Opportunities } from './opportunities.tsx';
import { RunHeader } from './run-header.tsx';
import { RunLegend } from './run-legend.tsx';
import { StepGrid } from './step-grid.tsx';
import { StepPane } from './step-pane.tsx';
import { rootCause, stepRows } from './step-tree.ts';
import { useOutline } from './use-outline.ts';

/** One run: figures, cause of a failure, steps on their time line, the chosen step beside it. What is chosen is in the address. */
export function RunView({ record, view }: { record: ExecutionRecord; view: ExecutionView }) {
  const search = useSearch({ from: '/shell/runs/$executionId' });
  const navigate = useNavigate({ from: '/runs/$executionId' });
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [citation, setCitation] = useState<CitationRecord | null>(null);
  const open = !hasEnded(view.status);
  const { steps, isWhole } = useOutline(record, view.steps);
  const now = useNow(open ? 100 : null);
  const criticalPath = useMemo(() => new Set(record.chain.summary.criticalPath), [record.chain.summary.criticalPath]);
  const failed = view.status === 'FAILED' || view.status === 'TIMED_OUT';
  const cause = failed ? rootCause(steps.values(), record.diagnosis?.step?.id ?? record.error?.stepId) : null;
  const change = (next: Partial<typeof search>): void =>
    void navigate({ search: { ...search, ...next }, replace: true });

  useEffect(() => {
    if (cause !== null && search.step === undefined)
      void navigate({ search: (now_) => ({ ...now_, step: cause }), replace: true });
    // Only when the cause becomes known; a person who closed the pane is not overruled.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [cause]);

  const { q: text = '', only } = search;
  const rows = useMemo(
    () => stepRows(steps.values(), collapsed, { text, only, criticalPath }),
    [steps, collapsed, text, only, criticalPath],
  );
  const selected = search.step === undefined ? undefined : steps.get(search.step);
  const errors = useMemo(() => [...steps.values()].filter(({ status }) => status === 'FAILED').length, [steps]);
  const toggle = (stepId: string): void =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(stepId)) after.add(stepId);
      return after;
    });
  const answer = answerText(view);

  return (
    <div className="flex min-h-0 flex-1 flex-col max-lg:overflow-auto">
      <RunHeader record={record} view={view} now={now} step={selected?.id ?? null} />
      {failed ? <CauseBanner record={record} view={view} /> : null}
      <ApprovalList view={view} className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-3" />
      <div
        className={
          selected === undefined
            ? 'flex min-h-0 flex-1 flex-col'
            : 'grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_456px] max-wide:grid-cols-[minmax(0,1fr)_360px] max-lg:flex max-lg:flex-none max-lg:flex-col'
        }
      >
        <section aria-label="Execution chain" className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:flex-none">
          <div
            role="search"
            aria-label="Filter steps"
            className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line py-2 pr-3 pl-4 [&>*]:shrink-0"
          >
            <Input
              compact
              className="w-44"
              before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
              aria-label="Filter steps"
              placeholder="Filter steps"
              value={search.q ?? ''}
              onChange={(event) => change({ q: event.target.value || undefined })}
            />
            <Chip
              pressed={search.only === 'errors'}
              onClick={() => change({ only: search.only === 'errors' ? undefined : 'errors' })}
            >
              Errors <b className={errors > 0 ? 'font-semibold text-error' : 'font-semibold'}>{errors}</b>
            </Chip>
            <Chip
              pressed={search.only === 'critical'}
              onClick={() => change({ only: search.only === 'critical' ? undefined : 'critical' })}
            >
              <Route className="icon-xs" aria-hidden="true" />
              Critical path
            </Chip>
            <Chip
              pressed={search.only === 'slow'}
              onClick={() => change({ only: search.only === 'slow' ? undefined : 'slow' })}
            >
              Longer than 500 ms
            </Chip>
          </div>
          <div className="min-h-0 flex-1 overflow-auto max-lg:flex-none">
            {rows.length > 0 ? (
              <StepGrid
                rows={rows}
                span={spanOf(steps.values(), view.startedAt, now)}
                now={now}
                selected={search.step ?? null}
                rootCause={cause}
                criticalPath={criticalPath}
                collapsed={collapsed}
                onSelect={(step) => change({ step })}
                onToggle={toggle}
              />
            ) : steps.size > 0 ? (
              <Empty title="No step fits the filter" />
            ) : (
              <Empty title={open ? 'Waiting for the first step' : 'The run ended before its first step'} />
            )}
            {isWhole ? null : (
              <p className="px-4 py-2 text-ink-3">
                The first {steps.size} of {record.chain.steps.totalCount} steps are shown.
              </p>
            )}
            {answer === '' ? null : (
              <section aria-label="Answer" className="mt-2 border-t border-line px-4 py-3">
                <h3 className="mb-1 font-semibold">Answer</h3>
                <div className="max-w-170">
                  <AnswerBody text={answer} citations={record.citations} writing={open} onOpenCitation={setCitation} />
                </div>
              </section>
            )}
            <ArtifactList
              artifacts={record.artifacts}
              className="mt-2 border-t border-line px-4 py-3"
              heading="Files"
            />
            <Opportunities
              items={record.chain.summary.optimizationOpportunities}
              onSelect={(step) => change({ step })}
            />
          </div>
          <RunLegend />
        </section>
        {selected === undefined ? null : (
          <StepPane
            key={selected.id}
            executionId={record.id}
            step={selected}
            totalMs={view.totalDurationMs}
            onCriticalPath={criticalPath.has(selected.id)}
            tab={search.pane ?? 'overview'}
            nextActions={selected.id === cause ? (record.diagnosis?.nextActions ?? []) : []}
            onTab={(pane) => change({ pane: pane === 'overview' ? undefined : pane })}
            onClose={() => change({ step: undefined, pane: undefined })}
          />
        )}
      </div>
      <PassageSheet citation={citation} onClose={() => setCitation(null)} />
    </div>
  );
}
