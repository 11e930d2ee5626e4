import { PlatformError, type UserError, toUserError } from '@aether/common/service';

/** What the caller can mend, as an entry of `userErrors`. @throws every other error as it is */
export function mendableError(error: unknown): UserError {
  if (error instanceof PlatformError && (error.code === 'VALIDATION_FAILED' || error.code === 'CONFLICT'))
    return toUserError(error);
  throw error;
}
