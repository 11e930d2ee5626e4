import { cost } from '../../format/cost.ts';
import { Tag } from '../../ui/tag.tsx';
import type { RoutedCandidate } from './routing-of.ts';

const WORDS: Readonly<Record<string, string>> = {
  CHOSEN: 'Chosen',
  FALLBACK: 'If it fails',
  PASSED_OVER: 'Passed over',
  EXCLUDED: 'Not possible',
};

/** Which models could have answered a step, and why one did. */
export function RoutingDecision({ candidates }: { candidates: readonly RoutedCandidate[] }) {
  return (
    <section className="border-t border-line px-4 py-3" aria-labelledby="routing-heading">
      <h3 id="routing-heading" className="font-semibold">
        Choice of model
      </h3>
      <ul className="mt-1">
        {candidates.map(({ model, outcome, reason, expectedCost, qualityBound }) => (
          <li key={model} className="border-t border-line py-2 first:border-t-0">
            <p className="flex flex-wrap items-center gap-2">
              <code className="min-w-0 truncate font-mono text-12">{model}</code>
              <Tag>{WORDS[outcome] ?? outcome}</Tag>
            </p>
            <p className="mt-0.5 text-12 text-ink-2">{reason}</p>
            <p className="mt-0.5 text-12 text-ink-3">
              {[
                `expected ${cost(expectedCost, expectedCost === null)}`,
                qualityBound === null ? null : `at least ${Math.round(qualityBound * 100)} % good answers`,
              ]
                .filter(Boolean)
                .join(', ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
