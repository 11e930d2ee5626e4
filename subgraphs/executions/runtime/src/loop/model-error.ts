import { ERROR_CODES, type ErrorCode } from '@aether/schema';
import { PlatformError } from '@aether/common/service';
import { APIConnectionError, APIError } from 'openai';
import { ModelUnreachableError } from '../errors.ts';

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in ERROR_CODES;

/** The gateway's refusal as our error, by the code in its answer; a failure of the SDK or the line becomes UNAVAILABLE. */
export function modelError(error: unknown, model: string): unknown {
  if (error instanceof PlatformError) return error;
  if (error instanceof APIError && isErrorCode(error.code)) {
    const message = error.message.replace(/^\d{3} /u, '');
    return new PlatformError(error.code, message, { facts: { model }, cause: error });
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
