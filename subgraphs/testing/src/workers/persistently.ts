import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '@aether/common/service';

const ATTEMPTS = 9;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000; // 10 seconds

/** Repeats what fails for a reason that may pass, for about 35 seconds; a service restarts in less. @throws the last error */
export async function persistently<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const mayPass = !(error instanceof PlatformError) || error.retryable;
      if (!mayPass || attempt === ATTEMPTS) throw error;
      await delay(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)), undefined, { signal });
    }
  }
}
