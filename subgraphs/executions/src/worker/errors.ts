import { PlatformError } from '@aether/common/service';

/** The run took its worker down again and again. */
export class CrashLoopError extends PlatformError {
  constructor(crashes: number) {
    super('CRASH_LOOP', `The run was resumed after ${crashes} crashes of its worker and is given up.`, {
      facts: { crashes },
      hint: 'Look into the log of the worker at the time of the crashes before you run it again.',
    });
  }
}

/** The worker had no successful beat for most of its lease; another one may own its runs by now. */
export class LeaseLostError extends Error {
  constructor() {
    super('The worker could not renew its lease.');
    this.name = 'LeaseLostError';
  }
}

/** The worker stops in order and hands its runs over. */
export class DrainError extends Error {
  constructor() {
    super('The worker stops.');
    this.name = 'DrainError';
  }
}

/** The run is over for this worker: it ended, waits, was given back or was lost. What its loop left in work stops. */
export class RunOverError extends Error {
  constructor() {
    super('The run is over: nobody waits for its loop.');
    this.name = 'RunOverError';
  }
}
