import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { type Logger, PlatformError } from '@aether/common/service';

/** What a caller is told of a failure: our expected ones in their words, everything else masked. Errors of A2A stay what they are. */
export function toA2aError(error: unknown, logger: Logger): Error {
  if (error instanceof PlatformError) {
    const text = error.hint === null ? error.message : `${error.message} ${error.hint}`;
    return error.status < 500 ? new RequestMalformedError(text) : new Error(text);
  }
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error;
  logger.error({ err: error }, 'a request over A2A failed');
  return new Error('Something went wrong on our side.');
}
