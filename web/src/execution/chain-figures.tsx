import type { ReactNode } from 'react';
import type { ExecutionView } from './execution-view.ts';
import { cost } from '../format/cost.ts';
import { count } from '../format/count.ts';
import { duration } from '../format/duration.ts';

/** Elapsed time, cost, tokens and steps of a run in one strip. */
export function ChainFigures({ view, now }: { view: ExecutionView; now: number }) {
  const steps = [...view.steps.values()];
  const done = steps.filter(({ durationMs }) => durationMs !== null).length;
  const elapsed = view.totalDurationMs ?? (view.startedAt === null ? null : Math.max(0, now - view.startedAt));
  return (
    <dl className="grid shrink-0 grid-cols-4 border-b border-line tabular-nums">
      <Figure name={view.ended ? 'Duration' : 'Elapsed'}>{duration(elapsed)}</Figure>
      <Figure name="Cost">{cost(view.spent, view.unpriced)}</Figure>
      <Figure name="Tokens">{view.totalTokens === 0 ? '—' : count(view.totalTokens)}</Figure>
      <Figure name="Steps">
        {done} <span className="font-normal text-ink-3">of {steps.length}</span>
      </Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-l border-line py-2 pr-2 pl-4 first:border-l-0 max-md:py-1.5">
      <dt className="text-12 text-ink-3">{name}</dt>
      <dd className="truncate font-semibold">{children}</dd>
    </div>
  );
}
