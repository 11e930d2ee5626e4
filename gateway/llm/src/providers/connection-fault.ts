import { PlatformError } from '@aether/common/service';
import { type ProviderFacts, ProviderUnavailableError } from '../provider-errors.ts';

/** Why no answer came at all. What our own parts refused finally (an address that is not public, a credential that does not open) stays what it is. */
export function connectionFault(error: unknown, facts: ProviderFacts): PlatformError {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof PlatformError && !cause.retryable) return cause;
  return new ProviderUnavailableError(facts, reasonOf(error), { cause: error });
}

/** The system's own code (ECONNREFUSED, ENOTFOUND …) lies under the error of `fetch`, and that one under the SDK's. */
function reasonOf(error: unknown): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return `no connection (${cause.code})`;
  return 'no connection';
}
