import { endOf, placeOnSpan, type Span } from '../../execution/span.ts';
import type { StepView } from '../../execution/execution-view.ts';
import { stepColor } from '../../execution/step-type.tsx';
import { classNames } from '../../ui/class-names.ts';

interface WaterfallBarsProps {
  step: StepView;
  span: Span;
  now: number;
  critical: boolean;
  /** A step with steps below it: a thin line around them. */
  envelope: boolean;
}

/** When a step ran. Solid = on the critical path, pale = beside it, hatched = an earlier try, red = failed. */
export function WaterfallBars({ step, span, now, critical, envelope }: WaterfallBarsProps) {
  const color =
    step.status === 'FAILED' ? 'text-error' : step.status === 'STARTED' ? 'text-running' : stepColor(step.type);
  if (step.status === 'SKIPPED') return null;
  if (envelope) {
    return (
      <span
        aria-hidden="true"
        className={classNames(
          'absolute top-3 h-1 rounded-full max-md:top-5',
          step.status === 'FAILED' ? 'bg-error-edge' : 'bg-line-2',
        )}
        style={placeOnSpan(span, step.startedAt, endOf(step, now))}
      />
    );
  }
  return (
    <span aria-hidden="true" className={color}>
      {step.earlier.map((attempt) => (
        <span
          key={attempt.startedAt}
          className="bar-earlier absolute top-[9px] h-2.5 rounded-[3px] max-md:top-[17px]"
          style={placeOnSpan(span, attempt.startedAt, attempt.startedAt + (attempt.durationMs ?? 0))}
        />
      ))}
      <span
        className={classNames(
          'absolute top-[9px] h-2.5 rounded-[3px] max-md:top-[17px]',
          critical || step.status === 'FAILED' ? 'bar-solid' : 'bar-pale',
        )}
        style={placeOnSpan(span, step.startedAt, endOf(step, now))}
      />
    </span>
  );
}
