import type { Clock } from '@aether/common/service';
import type { StepHandle } from '@aether/runtime';

/** Passes on at most one report each `intervalMs`; what comes between is out of date before anybody has read it. */
export function stepProgress(
  clock: Pick<Clock, 'monotonicMs'>,
  intervalMs: number,
  tell: StepHandle['progress'],
): StepHandle['progress'] {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (fraction, message) => {
    if (clock.monotonicMs() - lastMs < intervalMs) return;
    lastMs = clock.monotonicMs();
    tell(fraction, message);
  };
}
