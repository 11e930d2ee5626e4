import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { Tag } from '../../ui/tag.tsx';
import type { ComparisonVariant, VariantSums } from './comparison-document.ts';
import { ScoreInterval } from './score-interval.tsx';

interface VariantHeadProps {
  variant: ComparisonVariant;
  sums: VariantSums;
  cases: number;
  /** Left end of the scale that all columns share. */
  least: number;
  ahead: boolean;
}

/** Name, score with its interval, and the figures that decide beside it. */
export function VariantHead({ variant, sums, cases, least, ahead }: VariantHeadProps) {
  const passed = typeof sums.passRate === 'number' ? Math.round(sums.passRate * sums.finished) : null;
  const figures = [
    ['Pass', passed === null ? '—' : `${passed} of ${sums.finished}`],
    ['p50 / p95', `${duration(sums.medianDurationMs)} / ${duration(sums.percentile95DurationMs)}`],
    ['First token', duration(sums.medianFirstTokenMs)],
    ['Per run', sums.finished === 0 ? '—' : cost(sums.costPerRun, sums.unpriced)],
    ['Tokens', typeof sums.tokensPerRun === 'number' ? count(Math.round(sums.tokensPerRun)) : '—'],
  ] as const;
  return (
    <>
      <div className="flex min-h-6 items-center gap-2">
        <span className="truncate text-14 font-semibold" title={variant.label}>
          {variant.label}
        </span>
        {ahead ? <Tag tone="accent">Ahead</Tag> : null}
        {variant.baseline ? <Tag>Current</Tag> : null}
        {variant.model?.builtIn ? <Tag>Built-in</Tag> : null}
        <span className="flex-1" />
        <span className="text-12 whitespace-nowrap text-ink-3 tabular-nums">
          {sums.finished} of {cases}
          {sums.failed > 0 ? `, ${sums.failed} failed` : ''}
        </span>
      </div>
      <ScoreInterval sums={sums} least={least} ahead={ahead} />
      <dl className="flex flex-wrap gap-x-4 gap-y-1">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-12 text-ink-3">{name}</dt>
            <dd className="font-medium whitespace-nowrap tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
