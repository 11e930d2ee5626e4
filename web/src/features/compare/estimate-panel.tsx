import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { problemLine } from '../../graphql/problem.ts';
import type { useEstimate } from './use-estimate.ts';

/** What it will cost, before a cent is spent. */
export function EstimatePanel({
  estimate,
  error,
  missing,
}: ReturnType<typeof useEstimate> & { missing: string | null }) {
  if (missing !== null) return <p className="text-ink-3">{missing}</p>;
  if (estimate === undefined)
    return <p className="text-ink-3">{error === undefined ? 'Working out the cost …' : problemLine(error)}</p>;
  return (
    <div aria-live="polite">
      <p className="text-20 font-semibold tabular-nums">{cost(estimate.cost, estimate.unpriced)}</p>
      <p className="text-ink-2">Estimated, about {duration(estimate.durationMs)}. It stops at the budget.</p>
      <dl className="mt-3 flex flex-col gap-1">
        {estimate.perVariant.map(({ label, cost: money, unpriced }, index) => (
          // Two columns may have one label.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="flex gap-2">
            <dt className="min-w-0 flex-1 truncate text-ink-2">{label}</dt>
            <dd className="tabular-nums">{cost(money, unpriced)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
