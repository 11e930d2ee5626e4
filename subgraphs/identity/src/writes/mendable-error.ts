import { PlatformError, toUserError, type UserError } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';

const MENDABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'VALIDATION_FAILED',
  'ALREADY_EXISTS',
  'CONFLICT',
  'IN_USE',
  'LAST_OWNER',
  'SCOPE_NOT_GRANTED',
  'ADDRESS_REFUSED',
  'AUTHORIZATION_UNSUPPORTED',
  'AUTHORIZATION_FAILED',
  'AUTHORIZATION_REQUEST_INVALID',
  'OWN_KEYS_NOT_ALLOWED',
]);

/**
 * An error that the caller can mend by another input, as an entry of `userErrors`.
 * @throws the error when it is another one: unknown objects, missing rights and failures are errors of the operation
 */
export function mendableError(error: unknown): UserError {
  if (error instanceof PlatformError && MENDABLE.has(error.code)) return toUserError(error);
  throw error;
}
