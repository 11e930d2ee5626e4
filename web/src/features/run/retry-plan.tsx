import { StepIcon } from '../../execution/step-type.tsx';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { Banner } from '../../ui/banner.tsx';
import { TriangleAlert } from 'lucide-react';
import type { RetryPlan as Plan } from './retry-document.ts';

/** What a retry would do: what is kept, what runs again and costs, and what would happen a second time. */
export function RetryPlan({ plan }: { plan: Plan }) {
  const repeated = new Set(plan.repeatedEffects.map(({ stepId }) => stepId));
  const names = plan.reruns.filter(({ stepId }) => repeated.has(stepId)).map(({ name }) => name);
  return (
    <section aria-label="Plan" className="flex min-w-0 flex-col gap-2">
      <p>
        {plan.reused.length === 0
          ? 'Nothing is reused'
          : `${plural(plan.reused.length, 'step is', 'steps are')} reused`}
        {`, ${plural(plan.reruns.length, 'step runs', 'steps run')} again. `}
        <span className="text-ink-2">
          {plan.unpriced ? 'What that costs is not known.' : `Last time that cost ${cost(plan.estimatedCost, false)}.`}
        </span>
      </p>
      {names.length === 0 ? null : (
        <Banner tone="warning" icon={<TriangleAlert className="icon" aria-hidden="true" />}>
          Happens again: {names.join(', ')}.
        </Banner>
      )}
      <ul aria-label="Steps that run again" className="max-h-40 overflow-auto rounded-card border border-line">
        {plan.reruns.map((step) => (
          <li key={step.stepId} className="flex h-7 items-center gap-1.5 px-2">
            <StepIcon type={step.type} />
            <span className="min-w-0 flex-1 truncate">{step.name}</span>
            {step.effect === null ? null : <code className="font-mono text-12 text-ink-3">{step.effect}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
