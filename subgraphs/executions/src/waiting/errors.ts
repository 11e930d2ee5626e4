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
