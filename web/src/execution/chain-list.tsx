import { hasEnded } from './execution-status.tsx';
import type { ExecutionView, StepView } from './execution-view.ts';
import { endOf, placeOnSpan, spanOf } from './span.ts';
import { StepIcon } from './step-type.tsx';
import { stepNote } from './step-note.ts';
import { cost } from '../format/cost.ts';
import { count } from '../format/count.ts';
import { duration } from '../format/duration.ts';
import { classNames } from '../ui/class-names.ts';
import { StatusMark } from '../ui/status-mark.tsx';

/** The steps of a run in order, each with its share of the time. Compact: for the side of a conversation. */
export function ChainList({ view, now }: { view: ExecutionView; now: number }) {
  const steps = [...view.steps.values()];
  const span = spanOf(steps, view.startedAt, now);
  if (steps.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-3">
        {hasEnded(view.status) ? 'The run ended before its first step.' : 'Waiting for the first step.'}
      </p>
    );
  }
  return (
    <>
      <div aria-hidden="true" className={classNames(row, 'pt-2 pb-0 text-12 text-ink-3')}>
        <span />
        <span>Step</span>
        <span className="text-right">Tokens</span>
        <span className="text-right">Cost</span>
        <span className="text-right">Time</span>
      </div>
      <ol aria-label="Steps" className="pt-1">
        {steps.map((step) => (
          <ChainStep key={step.id} step={step} now={now} place={placeOnSpan(span, step.startedAt, endOf(step, now))} />
        ))}
      </ol>
    </>
  );
}

const row = 'grid grid-cols-[16px_minmax(0,1fr)_44px_60px_64px] items-center gap-x-2 px-4';

function ChainStep({ step, now, place }: { step: StepView; now: number; place: { left: string; width: string } }) {
  const running = step.status === 'STARTED';
  const failed = step.status === 'FAILED';
  const note = stepNote(step);
  return (
    <li
      className={classNames(
        row,
        'py-1.5 hover:bg-hover',
        running && 'bg-running-soft hover:bg-running-soft',
        failed && 'bg-error-soft hover:bg-error-soft',
      )}
    >
      <StepIcon type={step.type} className="self-start pt-px" />
      <span className="truncate font-medium">{step.name}</span>
      <span className={classNames('text-right text-12 tabular-nums', running ? 'text-ink-2' : 'text-ink-3')}>
        {step.tokens ? count(step.tokens) : ''}
      </span>
      <span
        className={classNames(
          'text-right text-12 whitespace-nowrap tabular-nums',
          running || failed ? 'text-ink-2' : 'text-ink-3',
        )}
      >
        {step.cost === null && !step.unpriced ? '' : cost(step.cost, step.unpriced)}
      </span>
      <span
        className={classNames(
          'flex items-center justify-end gap-1 font-medium whitespace-nowrap tabular-nums',
          running && 'text-running',
          failed && 'text-error',
        )}
      >
        {running ? <StatusMark shape="running" size={12} /> : failed ? <StatusMark shape="failed" size={12} /> : null}
        {running || failed ? <span className="sr-only">{running ? 'running' : 'failed'}</span> : null}
        {duration(step.durationMs ?? Math.max(0, now - step.startedAt))}
      </span>
      {note === '' ? null : (
        <span
          className={classNames(
            'col-[2/-1] truncate text-12 leading-[17px]',
            failed ? 'text-error' : running ? 'text-ink-2' : 'text-ink-3',
          )}
        >
          {note}
        </span>
      )}
      <span aria-hidden="true" className="relative col-[2/-1] mt-1 h-[3px] rounded-full bg-hover">
        <span
          className={classNames(
            'absolute inset-y-0 rounded-full',
            running ? 'bg-running' : failed ? 'bg-error' : 'bg-ink-3',
          )}
          style={place}
        />
      </span>
    </li>
  );
}
