import { Link } from '@tanstack/react-router';
import { StepStatus } from '../../execution/step-status.tsx';
import { StepIcon } from '../../execution/step-type.tsx';
import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { Tag } from '../../ui/tag.tsx';
import type { ExecutionDiff } from './diff-document.ts';

type Row = ExecutionDiff['steps'][number];

const KINDS = {
  SAME: { word: 'Same', tone: 'neutral' },
  CHANGED: { word: 'Changed', tone: 'warning' },
  ADDED: { word: 'Only right', tone: 'success' },
  REMOVED: { word: 'Only left', tone: 'error' },
} as const;

/** The steps of two runs side by side. */
export function DiffSteps({ diff }: { diff: ExecutionDiff }) {
  return (
    <table className="rows" aria-label="Steps of both runs">
      <thead>
        <tr>
          <th>Step</th>
          <th>Difference</th>
          <th className="max-md:hidden">Left</th>
          <th className="max-md:hidden">Right</th>
          <th className="number">Time</th>
          <th className="number max-md:hidden">Cost</th>
        </tr>
      </thead>
      <tbody>
        {diff.steps.map((row) => (
          <tr key={row.key} className={row.key === diff.firstDivergence ? 'bg-warning-soft' : undefined}>
            <td>
              <StepName row={row} />
            </td>
            <td>
              <span className="flex flex-wrap items-center gap-1">
                <Tag tone={KINDS[row.kind].tone}>{KINDS[row.kind].word}</Tag>
                {row.key === diff.firstDivergence ? <Tag tone="accent">First</Tag> : null}
                <span className="text-12 text-ink-3">{whatChanged(row)}</span>
              </span>
            </td>
            <td className="max-md:hidden">
              <Side executionId={diff.left.id} step={row.left} />
            </td>
            <td className="max-md:hidden">
              <Side executionId={diff.right.id} step={row.right} />
            </td>
            <td className="number">{signed(row.durationDifferenceMs, duration)}</td>
            <td className="number max-md:hidden">{signed(row.costDifference, cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StepName({ row }: { row: Row }) {
  const step = row.left ?? row.right;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {step ? <StepIcon type={step.type} /> : null}
      <span className="truncate">{step?.name ?? row.key}</span>
    </span>
  );
}

function Side({ executionId, step }: { executionId: string; step: Row['left'] }) {
  if (!step) return <span className="text-ink-3">—</span>;
  return (
    <Link
      to="/runs/$executionId"
      params={{ executionId }}
      search={{ step: step.id }}
      className="inline-flex items-center gap-1.5 hover:underline"
    >
      <StepStatus status={step.status} />
      <span className="text-ink-3 tabular-nums">{duration(step.durationMs)}</span>
    </Link>
  );
}

function whatChanged({ inputChanged, outputChanged }: Row): string {
  return [inputChanged ? 'input' : null, outputChanged ? 'output' : null].filter(Boolean).join(', ');
}

/** Right minus left, with its sign. */
function signed(difference: number | null | undefined, format: (value: number) => string): string {
  if (difference === null || difference === undefined) return '—';
  if (difference === 0) return '0';
  return `${difference > 0 ? '+' : '−'}${format(Math.abs(difference))}`;
}
