import type { UserError } from '@aether/common/service';

/** What the caller can mend; everything else is an error of the operation. */
export const MENDABLE: readonly string[] = [
  'VALIDATION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'AGENT_NOT_PUBLISHED',
  'AGENT_DISABLED',
  'INVALID_SPEC',
  'STALE_REVISION',
  'EXECUTOR_NOT_CONFIGURED',
];

/** What does not fit the input schema of the agent. */
export function toProblemError({
  path,
  message,
}: {
  readonly path: readonly string[];
  readonly message: string;
}): UserError {
  return {
    path,
    code: 'VALIDATION_FAILED',
    message: `${path.slice(1).join('.')}: ${message}.`,
    hint: 'Send what the input schema of the agent asks for.',
  };
}
