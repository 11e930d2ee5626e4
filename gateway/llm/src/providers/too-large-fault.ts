import { FetchTooLargeError } from '@aether/common/security';
import { type ProviderFacts, ProviderInvalidError } from '../provider-errors.ts';

/** The network refused an answer for its size before our own count did; null = it broke for another reason. */
export function tooLargeFault(error: unknown, facts: ProviderFacts): ProviderInvalidError | null {
  if (!(error instanceof FetchTooLargeError)) return null;
  return new ProviderInvalidError(facts, `at most ${String(error.facts['maximumBytes'])} bytes`, 'more', error);
}
