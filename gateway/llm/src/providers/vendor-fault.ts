import type { HttpAnswer } from '@aether/common/security';
import { ModelNotFoundError } from '../errors.ts';
import {
  ContentFilteredError,
  ProviderAuthenticationError,
  ProviderError,
  type ProviderFacts,
  ProviderPromptTooLargeError,
  ProviderQuotaError,
  ProviderRateLimitedError,
  ProviderRejectedError,
  ProviderStreamError,
  ProviderUnavailableError,
} from '../provider-errors.ts';

/** A vendor's error as it stood on the wire. */
export interface VendorError {
  /** HTTP status, or the status that an error inside a stream names; null = none. */
  readonly status: number | null;
  readonly code: string | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
  /** The vendor has tried all it can: the same model is not asked again. */
  readonly isFinal?: boolean;
  /** It is the status of the answer, not an error inside of one. */
  readonly isRefusal?: boolean;
}

/** Vendors' texts reach people: at most this much of them, without control characters. */
const MESSAGE_CHARACTERS = 400;

/** What vendors without a code of their own for it say. */
const TOO_LONG =
  /prompt is too long|maximum context length|exceeds? the (?:maximum )?context|input token count .* exceeds/i;

/** Between us and an answer that may have been made, and paid. */
const UNSURE = [408, 502, 504, 524];

/** What a vendor's error means, and whether the call was paid all the same. */
export function vendorFault(
  error: VendorError,
  facts: ProviderFacts,
  cause?: unknown,
): ProviderError | ModelNotFoundError {
  const fault = faultOf(error, facts, cause);
  if (!(fault instanceof ProviderError)) return fault;
  // Some vendors charge for the prompt that they did not like; one that says it has tried all it can may have paid for that.
  const isCharged = fault instanceof ContentFilteredError || error.isFinal === true;
  fault.isUnpaid = error.isRefusal === true && !isCharged && !UNSURE.includes(error.status ?? 0);
  return fault;
}

/** Classifies by code first: several vendors send 429 for an empty account and 200 for everything inside a stream. */
function faultOf(error: VendorError, facts: ProviderFacts, cause: unknown): ProviderError | ModelNotFoundError {
  const known = { ...facts, status: error.status, vendorCode: error.code };
  const message = error.message.replaceAll(/\p{C}+/gu, ' ').slice(0, MESSAGE_CHARACTERS);
  const { code, status } = error;
  if (code === 'insufficient_quota' || status === 402 || /credit balance/i.test(message))
    return new ProviderQuotaError(known, cause);
  if (code === 'model_not_found' || (status === 404 && /model/i.test(message)))
    return new ModelNotFoundError(`${facts.provider}/${facts.model ?? ''}`, []);
  if (status === 401 || status === 403 || code === 'invalid_api_key' || code === 'authentication_error')
    return new ProviderAuthenticationError(known, cause);
  if (status === 429 || /rate_limit/.test(code ?? ''))
    return new ProviderRateLimitedError(known, error.retryAfterMs, cause);
  if (status === 408 || status === 409 || (status !== null && status >= 500))
    return new ProviderUnavailableError(known, `it answered ${status}: ${message}`, {
      cause,
      retryAfterMs: error.retryAfterMs,
      sameModelAgain: error.isFinal !== true,
    });
  if (code === 'content_filter' || code === 'content_policy_violation')
    return new ContentFilteredError(known, message, cause);
  if (code === 'context_length_exceeded' || TOO_LONG.test(message))
    return new ProviderPromptTooLargeError(known, message, cause);
  if ((status !== null && status >= 400) || /invalid_request|context_length/.test(code ?? ''))
    return new ProviderRejectedError(known, message, cause);
  return new ProviderStreamError(known, message);
}

/** `retry-after-ms` before `retry-after` (seconds or a date), as the vendors mean it. Null = not said. */
export function retryAfterMs(answer: Pick<HttpAnswer, 'header'>, now: Date): number | null {
  const milliseconds = Number.parseFloat(answer.header('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = answer.header('retry-after');
  if (text === null) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now.getTime());
}
