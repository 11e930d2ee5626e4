import { PlatformError } from '@aether/common/service';
import type { ErrorCode } from '@aether/schema';
import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { ResourceNotFoundError } from '../errors.ts';

const ABOUT_REQUEST: readonly string[] = [
  'TOOL_NOT_FOUND',
  'TOOL_NOT_ALLOWED',
  'TOOL_NOT_APPROVED',
  'NOT_FOUND',
  'VALIDATION_FAILED',
] satisfies readonly ErrorCode[];

/** Our errors in the terms of the protocol. */
export async function told<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // The client can mend it, and only knows it by its code.
    if (error.cause instanceof MissingRequiredClientCapabilityError) throw error.cause;
    const isAboutRequest = ABOUT_REQUEST.includes(error.code);
    const code = isAboutRequest ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, error.message, dataOf(error));
  }
}

/** What a client can act on. The protocol wants the URI of a missing resource beside it. */
export function dataOf(error: PlatformError) {
  const { code, hint, retryable, facts } = error;
  const uri = error instanceof ResourceNotFoundError ? { uri: facts['uri'] } : {};
  return { ...uri, code, retryable, ...(hint === null ? {} : { hint }), facts };
}
