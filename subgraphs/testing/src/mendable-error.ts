import { PlatformError, type UserError, toUserError } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';

const MENDABLE: readonly ErrorCode[] = [
  'VALIDATION_FAILED',
  'CONFLICT',
  'STALE_REVISION',
  'INVALID_SPEC',
  'MODEL_INCAPABLE',
];

/** What the caller can mend, as an entry of `userErrors`. @throws every other error as it is */
export function mendableError(error: unknown): UserError {
  if (error instanceof PlatformError && MENDABLE.includes(error.code)) return toUserError(error);
  throw error;
}
