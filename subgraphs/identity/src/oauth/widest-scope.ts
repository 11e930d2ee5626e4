import type { Discovered } from './discover.ts';
import type { OAuthGrant } from './oauth-grant.ts';
import { scopeNames } from './scope-names.ts';

/**
 * What a sign-in asks for: what the server asks for and, of a grant that is made anew, also what it has and what was missing, so that nothing
 * is lost by it. What another authorization server has granted means nothing to this one.
 */
export function widestScope(
  { scope, metadata }: Discovered,
  before: { readonly grant: OAuthGrant; readonly askedScopes: readonly string[] } | null,
): string | null {
  const kept = before?.grant.issuer === metadata.issuer ? before.grant.scope : null;
  const names = scopeNames(scope, kept, ...(before?.askedScopes ?? []));
  return names.length === 0 ? null : names.join(' ');
}
