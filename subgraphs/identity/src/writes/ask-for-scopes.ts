import type { IdentityParts } from '../context.ts';
import { oauthGrantSchema } from '../oauth/oauth-grant.ts';
import { isScopeName, MOST_SCOPES, scopeNames } from '../oauth/scope-names.ts';
import { STORED } from '../vault-places.ts';

/** A sign-in, a refresh or another call in the middle changes it; then it is looked at once more. */
const LOOKS = 3;

/**
 * Notes that the server of a grant wants more than was granted; the next sign-in asks for both. What was granted, or asked for at a
 * sign-in and not granted, is not asked for again: a server that always wants more would send people round in circles.
 * @returns what a sign-in may still bring
 */
export async function askForScopes(
  { credentials, grants, vault }: Pick<IdentityParts, 'credentials' | 'grants' | 'vault'>,
  tenantId: string,
  { credentialId, scopes }: { readonly credentialId: string; readonly scopes: readonly string[] },
): Promise<readonly string[]> {
  if (scopes.length > MOST_SCOPES || !scopes.every(isScopeName)) return [];
  for (let look = 0; look < LOOKS; look += 1) {
    const found = await credentials.sealed(tenantId, credentialId);
    if (found === null || found.credential.kind !== 'OAUTH2') return [];
    const { version, askedScopes: before, refusedScopes } = found.credential;
    const place = { tenantId, recordId: credentialId, version, purpose: STORED };
    const grant = oauthGrantSchema.parse(JSON.parse(await vault.unseal(place, found.sealed)));
    const known = scopeNames(grant.scope, grant.requestedScope, ...refusedScopes);
    const missing = scopeNames(...scopes).filter((name) => !known.includes(name));
    const asked = scopeNames(...before, ...missing);
    if (missing.length === 0 || known.length + asked.length > MOST_SCOPES) return [];
    if (asked.length === before.length) return missing;
    if (await grants.askForScopes(tenantId, { id: credentialId, version, before, askedScopes: asked })) return missing;
  }
  return [];
}
