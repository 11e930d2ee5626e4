import { FetchFailedError, FetchTimeoutError } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { type ProviderFacts, ProviderUnavailableError } from '../provider-errors.ts';
import { tooLargeFault } from './too-large-fault.ts';

/** No connection was made, so nobody got the request. After other faults, a reset above all, it may have been answered, and paid. */
const NOT_CONNECTED: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Why no answer came at all. What our own parts refused finally (an address that is not public, a credential that does not open) stays what it is. */
export function connectionFault(error: unknown, facts: ProviderFacts): PlatformError {
  const tooLarge = tooLargeFault(error, facts);
  if (tooLarge !== null) return tooLarge;
  let isOurs = false;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!(cause instanceof PlatformError) || isOfTheWire(cause)) continue;
    if (!cause.retryable) return cause;
    isOurs = true;
  }
  const code = codeOf(error);
  const reason = code === null ? 'no connection' : `no connection (${code})`;
  const fault = new ProviderUnavailableError(facts, reason, { cause: error });
  fault.isUnpaid = isOurs || (code !== null && NOT_CONNECTED.includes(code));
  return fault;
}

/** What the network did, in words of ours: the request may have arrived. */
function isOfTheWire(error: PlatformError): boolean {
  return error instanceof FetchFailedError || error instanceof FetchTimeoutError;
}

/** The system's own code (ECONNREFUSED, ENOTFOUND …) lies under our name for it. */
function codeOf(error: unknown): string | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (!(cause instanceof PlatformError) && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return null;
}
