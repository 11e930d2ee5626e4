import { PlatformError } from '@aether/common/service';
import { IssuerMismatchError, OAuthError } from '@modelcontextprotocol/client';
import { AuthorizationDeniedError, AuthorizationFailedError } from './errors.ts';

/** Control characters are no text; what a foreign server writes is shown short. */
const told = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, 300);

/** What an authorization server said instead of a grant, by its own error (RFC 6749 §4.1.2.1, §5.2). */
export function refusedBy(issuer: string, error: string, description: string | null): PlatformError {
  const reason = description === null || description === '' ? null : told(description);
  if (error === 'access_denied') return new AuthorizationDeniedError(issuer, reason);
  const name = told(error).slice(0, 60);
  return new AuthorizationFailedError(issuer, name, reason === null ? `it says "${name}"` : `${name}, ${reason}`);
}

/** A failure of an exchange with an authorization server, under a code of ours. Errors of the way there keep theirs. */
export function nameAuthorizationFault(issuer: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof IssuerMismatchError)
    return new AuthorizationFailedError(issuer, 'issuer_mismatch', 'somebody else answered in its name', error);
  if (OAuthError.isInstance(error)) return refusedBy(issuer, error.code, error.message);
  const problem = error instanceof Error ? told(error.message) : 'it failed';
  return new AuthorizationFailedError(issuer, 'protocol', problem, error);
}
