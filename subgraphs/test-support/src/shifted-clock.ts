import { type Clock, systemClock } from '@aether/common/service';

/** A machine's clock that is wrong, and may jump. What never jumps on a real machine does not jump here. */
export class ShiftedClock implements Clock {
  /** Milliseconds ahead of the right time; negative = behind. */
  shiftMs: number;

  constructor(shiftMs = 0) {
    this.shiftMs = shiftMs;
  }

  now(): Date {
    return new Date(systemClock.now().getTime() + this.shiftMs);
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }
}
