import { ProviderError } from '../provider-errors.ts';
import type { Breakers } from './breakers.ts';
import { breakerKey, type Target } from './target.ts';

/**
 * What a failed call says of a provider beside this call: a key that is refused works for nobody, and a model that failed until
 * its breaker opened is in trouble. Null = nothing.
 */
export function troubleOf(error: unknown, target: Target, breakers: Breakers): 'DEGRADED' | 'DOWN' | null {
  if (!(error instanceof ProviderError)) return null;
  if (error.code === 'PROVIDER_UNAUTHORIZED') return 'DOWN';
  return breakers.isOpen(breakerKey(target)) ? 'DEGRADED' : null;
}
