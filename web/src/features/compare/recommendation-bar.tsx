import { Scale } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Meter } from '../../ui/meter.tsx';
import type { ComparisonView } from './comparison-document.ts';

interface RecommendationBarProps {
  comparison: ComparisonView;
  onPromote: (variantId: string) => void;
}

/** Which variant to take, why, and how sure that is. Too little evidence is said, and does not forbid. */
export function RecommendationBar({ comparison, onPromote }: RecommendationBarProps) {
  const { recommendation, variants } = comparison;
  const chosen = variants.find(({ id }) => id === recommendation?.variantId);
  const title =
    chosen === undefined
      ? 'No recommendation yet'
      : recommendation?.enoughEvidence
        ? `Take ${chosen.label}`
        : `${chosen.label} is ahead, not yet by enough`;
  const confidence = recommendation?.confidence ?? 0;
  return (
    <section
      aria-label="Recommendation"
      className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-3 border-b border-line px-4 py-3.5"
    >
      <span className="flex size-8 shrink-0 items-center justify-center rounded-control bg-accent-soft text-link max-md:hidden">
        <Scale className="icon" aria-hidden="true" />
      </span>
      <div className="min-w-60 flex-1" aria-live="polite">
        <h2 className="text-16 font-semibold">{title}</h2>
        <p className="text-ink-2">
          {recommendation?.reason ?? 'It appears with the first scored answers, and changes with them.'}
        </p>
      </div>
      {chosen === undefined ? null : (
        <div className="w-36">
          <div className="flex justify-between text-12">
            <span className="text-ink-3">Confidence</span>
            <span className="font-semibold tabular-nums">{Math.round(confidence * 100)} %</span>
          </div>
          <div className="my-1">
            <Meter share={confidence} label="Confidence" good />
          </div>
          <p className="text-12 text-ink-3">90 % to recommend</p>
        </div>
      )}
      <Button
        size={32}
        variant={recommendation?.enoughEvidence ? 'primary' : 'secondary'}
        disabledReason={
          chosen === undefined
            ? 'No answer has been scored yet.'
            : comparison.status === 'RUNNING'
              ? 'Wait for the end of the comparison, or stop it.'
              : null
        }
        onClick={() => onPromote(chosen?.id ?? '')}
      >
        Promote
      </Button>
    </section>
  );
}
