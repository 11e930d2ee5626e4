import { PlatformError } from '@aether/common/service';

/** Nothing in the run waits for a signal of this name, now or before. */
export class SignalNotAwaitedError extends PlatformError {
  /** @param awaited names that it waits for */
  constructor(executionId: string, signal: string, awaited: readonly string[]) {
    super('SIGNAL_NOT_AWAITED', `The run "${executionId}" does not wait for a signal "${signal}".`, {
      path: ['input', 'name'],
      facts: { executionId, signal, awaited },
      hint:
        awaited.length === 0
          ? 'It waits for no signal now: look at its steps, and send it when one of them waits.'
          : `It waits for ${awaited.map((name) => `"${name}"`).join(', ')}.`,
    });
  }
}

/** A timer would keep its run open for too long; its deadline stands still meanwhile. */
export class WaitTooLongError extends PlatformError {
  constructor(name: string, until: string, longestDays: number) {
    super('EXPRESSION_FAILED', `"${name}" waits until ${until}, and a run waits ${longestDays} days at most.`, {
      facts: { until, longestDays },
      hint: 'Name an earlier instant, or end the run and start another one then.',
    });
  }
}

/** Somebody answered the wait before. */
export class SignalDeliveredError extends PlatformError {
  constructor(executionId: string, signal: string) {
    super('SIGNAL_DELIVERED', `The signal "${signal}" of the run "${executionId}" was delivered before.`, {
      path: ['input', 'name'],
      facts: { executionId, signal },
      hint: 'Look at the run: its step shows what came and when.',
    });
  }
}
