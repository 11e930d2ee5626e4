import { PlatformError } from '@aether/common/service';
import { isErrorCode } from '@aether/schema';
import type { Journal, StepDefinition, StepFailure, StepHandle, StepResult } from '../journal.ts';

/** What may pass by itself (a vendor that is down) is worth further attempts of the run before a handler takes it. */
const MAXIMUM_ATTEMPTS = 3;

type Kept<Output> = { readonly ok: Output } | { readonly failed: StepFailure };

/**
 * The journal for a node whose failure a handler takes: a failure is kept as the result of its step. Else a resume would try the
 * step again, might succeed, and go another way than the one that has begun.
 */
export function keepingFailures(journal: Journal): Journal {
  return {
    run: journal.run,
    signal: journal.signal,
    nodeEnded: (id, answer) => journal.nodeEnded(id, answer),
    spent: () => journal.spent(),
    earlierMessages: (limit) => journal.earlierMessages(limit),
    hasRoomFor: (keys, others) => journal.hasRoomFor(keys, others),
    openAttempts: (key) => journal.openAttempts(key),
    decisions: (requests) => journal.decisions(requests),
    timer: (request) => journal.timer(request),
    awaitSignal: (request) => journal.awaitSignal(request),
    async step<Output>(
      definition: StepDefinition,
      work: (step: StepHandle) => Promise<StepResult<Output>>,
    ): Promise<Output> {
      const kept = await journal.step<Kept<Output>>(definition, async (step) => {
        try {
          const result = await work(step);
          return { ...result, output: { ok: result.output } };
        } catch (error) {
          step.signal.throwIfAborted();
          if (!(error instanceof PlatformError) || (error.retryable && step.attempt < MAXIMUM_ATTEMPTS)) throw error;
          const { code, message, hint } = error;
          const failure = { code, message, hint, retryable: false };
          return { output: { failed: failure }, details: {}, usage: null, failure };
        }
      });
      if ('ok' in kept) return kept.ok;
      const { code, message, hint } = kept.failed;
      throw new PlatformError(isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR', message, {
        retryable: false,
        ...(hint === null ? {} : { hint }),
      });
    },
  };
}
