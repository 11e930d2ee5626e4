import { PlatformError, type UserError, toUserError } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';

const MENDABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'VALIDATION_FAILED',
  'ALREADY_EXISTS',
  'IN_USE',
  'CONFLICT',
  'STALE_REVISION',
  'INVALID_PATCH',
  'CREDENTIAL_SCOPE',
  'OWN_KEYS_NOT_ALLOWED',
  'AGENT_NOT_PUBLISHED',
  'RATING_NEEDS_USE',
]);

/**
 * An error that the caller can mend by another input, as an entry of `userErrors`.
 * @throws the error when it is another one: unknown objects, missing rights and failures are errors of the operation
 */
export function mendableError(error: unknown): UserError {
  if (error instanceof PlatformError && MENDABLE.has(error.code)) return toUserError(error);
  throw error;
}
