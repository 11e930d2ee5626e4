import { PlatformError } from '@aether/common/service';
import type { FailureRecord } from './db/records.ts';

/** What the record keeps of an error. Whatever has no code of ours is masked: its text may hold anything. */
export function toFailure(error: unknown, stepId: string | null): FailureRecord {
  if (error instanceof PlatformError) {
    const { code, message, hint, retryable } = error;
    return { code, message, hint, retryable, stepId };
  }
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Unexpected error in the worker. The log has the details under the id of the run.',
    hint: 'Run it again; report it with the id of the run if it happens again.',
    retryable: false,
    stepId,
  };
}
