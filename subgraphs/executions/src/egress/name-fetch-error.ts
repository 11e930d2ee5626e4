import { FetchFailedError, FetchTimeoutError, FetchTooLargeError } from '@aether/common/security';
import { EndpointTimeoutError } from '@aether/runtime';
import { isRecord } from '@aether/schema';
import { AnswerTooLargeError, EndpointInterruptedError, EndpointUnavailableError } from './errors.ts';

/** Before a connection stood, so that nothing went over it. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What went wrong on the way to an address, told apart by whether it may have received something. */
export function nameFetchError(origin: string, error: unknown): unknown {
  if (error instanceof FetchTooLargeError) return new AnswerTooLargeError(origin, Number(error.facts['maximumBytes']));
  if (!(error instanceof FetchFailedError || error instanceof FetchTimeoutError)) return error;
  const { cause } = error;
  const codes = [cause, ...(cause instanceof AggregateError ? cause.errors : [])].map(codeOf);
  if (codes.some((code) => NOT_CONNECTED.has(code)))
    return new EndpointUnavailableError(origin, codes.find((code) => code !== '') ?? '', error);
  if (error instanceof FetchTimeoutError) return new EndpointTimeoutError(origin, null);
  return new EndpointInterruptedError(origin, error);
}

function codeOf(error: unknown): string {
  return isRecord(error) || error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : '';
}
