import type { RateLimiter } from '@aether/common/key-value';
import { TooManyAppRequestsError } from '../../authorization-server/errors.ts';

const ATTEMPTS = { limit: 300, windowMs: 60_000 }; // a minute; a network address may be a whole office

/** Each costs a look into the database, and anybody may ask. @throws TooManyAppRequestsError */
export async function countTokenAttempt(limiter: RateLimiter, ipAddress: string | null): Promise<void> {
  const { allowed, resetMs } = await limiter.consume(`identity:token:${ipAddress ?? ''}`, ATTEMPTS);
  if (!allowed) throw new TooManyAppRequestsError('requests for tokens', resetMs);
}
