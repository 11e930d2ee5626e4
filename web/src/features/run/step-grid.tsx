import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { axisMarks, type Span } from '../../execution/span.ts';
import { StepStatus } from '../../execution/step-status.tsx';
import { StepIcon } from '../../execution/step-type.tsx';
import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { classNames } from '../../ui/class-names.ts';
import { Tag } from '../../ui/tag.tsx';
import { plural } from '../../format/count.ts';
import type { StepRow } from './step-tree.ts';
import { useRowWindow } from './use-row-window.ts';
import { WaterfallBars } from './waterfall-bars.tsx';

interface StepGridProps {
  rows: readonly StepRow[];
  span: Span;
  now: number;
  selected: string | null;
  rootCause: string | null;
  criticalPath: ReadonlySet<string>;
  collapsed: ReadonlySet<string>;
  onSelect: (stepId: string) => void;
  onToggle: (stepId: string) => void;
}

const columns =
  'grid grid-cols-[minmax(220px,320px)_68px_60px_72px_minmax(0,1fr)] max-wide:grid-cols-[minmax(0,1fr)_64px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)_64px_88px]';
const wideOnly = 'max-wide:hidden';

/** Tree and waterfall in one grid. Arrows walk and fold, `e` goes to the next error. */
export function StepGrid({
  rows,
  span,
  now,
  selected,
  rootCause,
  criticalPath,
  collapsed,
  onSelect,
  onToggle,
}: StepGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  /** A row that gets the focus as soon as it is drawn. */
  const wanted = useRef<string | null>(null);
  const { first, last, rowHeight, show } = useRowWindow(grid, rows.length);
  const marks = axisMarks(span.end - span.start);
  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    onSelect(row.step.id);
    wanted.current = row.step.id;
    show(index);
  };
  useEffect(() => {
    if (wanted.current === null) return;
    const row = grid.current?.querySelector<HTMLElement>(`[data-step="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus();
  });
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const row = rows[index];
    if (row === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const nextError = rows.findIndex(({ step }, other) => other > index && step.status === 'FAILED');
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusRow(index + 1),
      ArrowUp: () => focusRow(index - 1),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      ArrowRight: () => (row.hasChildren && collapsed.has(row.step.id) ? onToggle(row.step.id) : undefined),
      ArrowLeft: () => (row.hasChildren && !collapsed.has(row.step.id) ? onToggle(row.step.id) : undefined),
      e: () => focusRow(nextError === -1 ? rows.findIndex(({ step }) => step.status === 'FAILED') : nextError),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };
  const focusable = rows.some(({ step }) => step.id === selected) ? selected : rows[0]?.step.id;

  return (
    <div ref={grid} role="treegrid" aria-label="Steps" aria-rowcount={rows.length + 1} className="min-w-0">
      <div
        role="row"
        className={classNames(
          columns,
          'sticky top-0 z-1 h-7 items-center border-b border-line bg-bg pr-4 text-12 text-ink-3',
        )}
      >
        <span role="columnheader" className="pl-4">
          Step
        </span>
        <span role="columnheader" className="text-right">
          Time
        </span>
        <span role="columnheader" className={classNames('text-right', wideOnly)}>
          Tokens
        </span>
        <span role="columnheader" className={classNames('text-right', wideOnly)}>
          Cost
        </span>
        <span role="columnheader" className="relative ml-6 h-7 max-md:ml-3">
          <span className="sr-only">Timeline</span>
          {marks.map((mark) => (
            <span
              key={mark}
              aria-hidden="true"
              className="absolute top-1.5 translate-x-1 whitespace-nowrap max-md:hidden"
              style={{ left: `${(mark / (span.end - span.start)) * 100}%` }}
            >
              {mark === 0 ? '0 s' : shortMark(mark)}
            </span>
          ))}
        </span>
      </div>
      {first > 0 ? <div role="presentation" style={{ height: first * rowHeight }} /> : null}
      {rows.slice(first, last).map((row, place) => {
        const index = first + place;
        const { step } = row;
        const failed = step.status === 'FAILED';
        const current = step.id === selected;
        return (
          // The grid's keyboard contract is on its rows.
          <div
            key={step.id}
            data-step={step.id}
            role="row"
            aria-rowindex={index + 2}
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-expanded={row.hasChildren ? !collapsed.has(step.id) : undefined}
            aria-selected={current}
            tabIndex={step.id === focusable ? 0 : -1}
            onClick={() => onSelect(step.id)}
            onKeyDown={(event) => onKeyDown(event, index)}
            className={classNames(
              columns,
              'relative h-7 cursor-pointer items-center pr-4 hover:bg-hover focus-visible:-outline-offset-2 max-md:h-11',
              current && 'bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-link',
              current && failed && 'bg-error-soft before:bg-error',
            )}
          >
            <span
              role="rowheader"
              className={classNames(
                'flex min-w-0 items-center gap-1.5 pr-2',
                failed && 'text-error',
                step.status === 'SKIPPED' && 'text-ink-3',
              )}
              style={{ paddingLeft: 8 + Math.min(row.level - 1, 8) * 16 }}
            >
              <FoldMark row={row} collapsed={collapsed.has(step.id)} onToggle={onToggle} />
              <StepIcon type={step.type} />
              <span className="truncate">{step.name}</span>
              {step.earlier.length > 0 ? (
                <Tag tone="warning" className="h-4.5">
                  {plural(step.earlier.length + 1, 'try', 'tries')}
                </Tag>
              ) : null}
              {step.id === rootCause ? (
                <Tag tone="error" className="h-4.5 max-md:hidden">
                  Root cause
                </Tag>
              ) : null}
              {step.status === 'SUCCEEDED' ? null : <StepStatus status={step.status} hiddenWord className="ml-auto" />}
            </span>
            <span role="gridcell" className="text-right whitespace-nowrap tabular-nums">
              {duration(step.durationMs ?? Math.max(0, now - step.startedAt))}
            </span>
            <span
              role="gridcell"
              className={classNames('text-right text-ink-3 tabular-nums', wideOnly, current && 'text-ink-2')}
            >
              {step.tokens ? count(step.tokens) : ''}
            </span>
            <span
              role="gridcell"
              className={classNames('text-right text-ink-3 tabular-nums', wideOnly, current && 'text-ink-2')}
            >
              {step.cost === null && !step.unpriced ? '' : cost(step.cost, step.unpriced)}
            </span>
            <span role="gridcell" className="relative ml-6 h-full max-md:ml-3">
              {marks.map((mark) => (
                <span
                  key={mark}
                  aria-hidden="true"
                  className="absolute inset-y-0 w-px bg-line opacity-70 max-md:hidden"
                  style={{ left: `${(mark / (span.end - span.start)) * 100}%` }}
                />
              ))}
              <WaterfallBars
                step={step}
                span={span}
                now={now}
                critical={criticalPath.size === 0 || criticalPath.has(step.id)}
                envelope={row.hasChildren}
              />
            </span>
          </div>
        );
      })}
      {last < rows.length ? <div role="presentation" style={{ height: (rows.length - last) * rowHeight }} /> : null}
    </div>
  );
}

function FoldMark({
  row,
  collapsed,
  onToggle,
}: {
  row: StepRow;
  collapsed: boolean;
  onToggle: (stepId: string) => void;
}) {
  if (!row.hasChildren) return <span className="w-3" />;
  const Icon = collapsed ? ChevronRight : ChevronDown;
  return (
    <Icon
      className="icon-xs text-ink-3"
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row.step.id);
      }}
    />
  );
}

function shortMark(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 60_000
    ? `${Number((milliseconds / 1000).toFixed(1))} s`
    : `${Number((milliseconds / 60_000).toFixed(1))} min`;
}
