import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { type Logger, PlatformError } from '@aether/common/service';

/**
 * What a caller is told of a failure: our expected ones in their words, and behind them what they were, for bindings that have more codes;
 * everything else masked. Errors of A2A stay what they are.
 */
export function toA2aError(error: unknown, logger: Logger): Error {
  if (error instanceof PlatformError) {
    const text = error.hint === null ? error.message : `${error.message} ${error.hint}`;
    return error.status < 500
      ? new RequestMalformedError({ message: text, cause: error })
      : new Error(text, { cause: error });
  }
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error;
  logger.error({ err: error }, 'a request over A2A failed');
  return new Error('Something went wrong on our side.');
}
