import { PlatformError, toUserError, type UserError } from '@aether/common/service';

/** What the caller of a change of triggers can mend; everything else is an error of the operation. */
const MENDABLE: readonly string[] = [
  'VALIDATION_FAILED',
  'AGENT_NOT_PUBLISHED',
  'AGENT_DISABLED',
  'STALE_REVISION',
  'CONFLICT',
  'PAYLOAD_TOO_LARGE',
  'BODY_TOO_LARGE',
];

/** @throws the error itself when it cannot be mended */
export function mendableTriggerError(error: unknown): UserError {
  if (error instanceof PlatformError && MENDABLE.includes(error.code)) return toUserError(error);
  throw error;
}
