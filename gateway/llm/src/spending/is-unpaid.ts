import { PlatformError } from '@aether/common/service';
import { ProviderError } from '../provider-errors.ts';

/**
 * Whether a call that failed with this surely cost nothing: its vendor was not reached, or refused it, or we did before it was sent. Of everything
 * else nobody knows, so it counts.
 */
export function isUnpaid(error: unknown): boolean {
  if (error instanceof ProviderError) return error.isUnpaid;
  return error instanceof PlatformError && error.code !== 'CANCELLED';
}
