import { ValidationError } from '@aether/common/service';

const MAXIMUM_SCOPES = 20;
/** A host, with a leading `*.` for all below it, or a server's slug. */
const SCOPE = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;

/** @throws ValidationError; an empty list lets the value go nowhere, so it is refused */
export function checkCredentialScopes(scopes: readonly string[]): readonly string[] {
  const wanted = [...new Set(scopes.map((scope) => scope.trim().toLowerCase()))];
  const wrong = wanted.find((scope) => scope.length > 253 || !SCOPE.test(scope));
  if (wrong !== undefined)
    throw new ValidationError(
      ['scopes'],
      'hosts such as "api.example.org" or slugs of servers',
      JSON.stringify(wrong.slice(0, 80)),
    );
  if (wanted.length === 0 || wanted.length > MAXIMUM_SCOPES) {
    throw new ValidationError(['scopes'], `1 to ${MAXIMUM_SCOPES} hosts or slugs`, String(wanted.length));
  }
  return wanted;
}

/** @throws ValidationError when it is past */
export function checkExpiry(expiresAt: string | null | undefined, now: Date): string | null {
  if (expiresAt === null || expiresAt === undefined) return null;
  if (Date.parse(expiresAt) > now.getTime()) return expiresAt;
  throw new ValidationError(['expiresAt'], 'an instant in the future', expiresAt);
}
