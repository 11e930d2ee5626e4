/** Time as a dependency: tests hand in their own. */
export interface Clock {
  /** Wall-clock instant. */
  now(): Date;
  /** Milliseconds that never jump; for durations only. */
  monotonicMs(): number;
}
