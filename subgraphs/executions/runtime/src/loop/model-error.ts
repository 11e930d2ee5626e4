import { toldErrorCode } from '@aether/schema';
import { PlatformError } from '@aether/common/service';
import { APIConnectionError, APIError } from 'openai';
import { ModelUnreachableError } from '../errors.ts';

/** The gateway's refusal as our error, by the code in its answer; a failure of the SDK or the line becomes UNAVAILABLE. */
export function modelError(error: unknown, model: string): unknown {
  if (error instanceof PlatformError) return error;
  const code = error instanceof APIError ? toldErrorCode(error.error) : null;
  if (error instanceof APIError && code !== null) {
    const message = error.message.replace(/^\d{3} /u, '');
    return new PlatformError(code, message, { facts: { model }, cause: error });
  }
  if (
    error instanceof APIConnectionError ||
    error instanceof APIError ||
    error instanceof SyntaxError ||
    error instanceof TypeError
  )
    return new ModelUnreachableError(model, error);
  return error;
}
