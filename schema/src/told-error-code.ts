import { type ErrorCode, isErrorCode } from './error-codes.ts';

/**
 * Our own code in an error of `/v1`: `code` is what OpenAI calls it where clients look for that name (`context_length_exceeded`).
 * @param body the error object of an answer, or anything; null = it has none of our codes
 */
export function toldErrorCode(body: unknown): ErrorCode | null {
  if (typeof body !== 'object' || body === null) return null;
  const { aether_code: own, code } = body as { readonly aether_code?: unknown; readonly code?: unknown };
  if (isErrorCode(own)) return own;
  return isErrorCode(code) ? code : null;
}
