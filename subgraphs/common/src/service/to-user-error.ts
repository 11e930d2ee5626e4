import { PlatformError } from './platform-error.ts';
import type { UserError } from './types/user-error.ts';

/**
 * A failure that the caller can mend, as an entry of `userErrors`.
 * @throws the error itself when it is not one of ours: it must be masked, not shown
 */
export function toUserError(error: unknown): UserError {
  if (!(error instanceof PlatformError)) throw error;
  const path = error.extensions['path'];
  return {
    path: Array.isArray(path) ? path.map(String) : null,
    code: error.code,
    message: error.message,
    hint: error.hint,
  };
}
