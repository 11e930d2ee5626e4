import { hashToken, type Viewer } from '@aether/common/security';
import { ForbiddenError, PlatformError } from '@aether/common/service';
import type { Cause } from '../cause.ts';
import type { IdentityParts } from '../context.ts';
import { type Consent, consentSchema, readState } from '../oauth/consent.ts';
import { ConsentInvalidError } from '../oauth/errors.ts';
import { granted, grantEnds } from '../oauth/granted.ts';
import type { Callback } from '../oauth/oauth-client.ts';
import type { OAuthGrant } from '../oauth/oauth-grant.ts';
import { MOST_SCOPES, scopeNames } from '../oauth/scope-names.ts';
import { CONSENT, sealFor, STORED } from '../vault-places.ts';

export type FinishParts = Pick<
  IdentityParts,
  'changes' | 'credentials' | 'grants' | 'oauth' | 'vault' | 'clock' | 'tokenPepper'
>;

/** How a consent ended, and for which tool server it was; null = it is not known. */
export type ConsentEnd =
  | { readonly toolServerId: string; readonly error: null }
  | { readonly toolServerId: string | null; readonly error: PlatformError };

/** The way back of a consent: who has begun it, and only once. A refusal costs nothing that was granted before. */
export async function finishConsent(
  parts: FinishParts,
  viewer: Viewer,
  callback: Callback & { readonly state: string },
  requestId: string,
): Promise<ConsentEnd> {
  const cause: Cause = { tenantId: viewer.tenantId, actorId: viewer.userId, requestId, ipAddress: null };
  let taken: Taken | null = null;
  try {
    taken = await take(parts, viewer, callback.state, cause);
    const { consent } = taken;
    requireMayFinish(viewer, taken);
    const tokens = await parts.oauth.redeem(consent, callback);
    const grant = granted(grantOf(consent), tokens, parts.clock.now().getTime());
    await save(parts, viewer, cause, taken.credentialId, grant);
    return { toolServerId: consent.toolServerId, error: null };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (taken !== null && isRefusal(error)) await noteRefused(parts, viewer, cause, taken);
    return { toolServerId: taken?.consent.toolServerId ?? null, error };
  }
}

interface Taken {
  readonly credentialId: string;
  /** The person's own account at the server. */
  readonly isOwn: boolean;
  readonly consent: Consent;
}

/** As when it was begun; a right may have been lost meanwhile. @throws ForbiddenError */
function requireMayFinish({ permissions }: Viewer, { isOwn }: Taken): void {
  const needed = isOwn ? 'tool:use' : 'credential:write';
  if (!permissions.includes(needed)) throw new ForbiddenError(needed);
}

async function take(
  { changes, grants, vault, tokenPepper }: FinishParts,
  { tenantId, userId, sessionId }: Viewer,
  state: string,
  cause: Cause,
): Promise<Taken> {
  const known = readState(state);
  if (known === null || userId === null || sessionId === null) throw new ConsentInvalidError();
  const { credentialId: id, secret } = known;
  const question = { id, hash: hashToken(secret, tokenPepper), userId, sessionId };
  const taken = await changes.change(cause, (change) => grants.takeConsent(change, question));
  if (taken === null) throw new ConsentInvalidError();
  const place = { tenantId, recordId: id, version: 1, purpose: CONSENT };
  return {
    credentialId: id,
    isOwn: taken.credential.toolServerId !== null,
    consent: consentSchema.parse(JSON.parse(await vault.unseal(place, taken.consent))),
  };
}

function grantOf(consent: Consent): OAuthGrant {
  const { clientId, clientSecret, authMethod, issuer, redirectUri, resource, scope, tokenEndpoint } = consent;
  return {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(authMethod === undefined ? {} : { authMethod }),
    ...(scope === undefined ? {} : { scope, requestedScope: scope }),
    issuer,
    redirectUri,
    resource,
    tokenUrl: tokenEndpoint,
  };
}

/** Under the credential's lock. A refresh of the old grant that is still under way finds another version and writes nothing. */
async function save(parts: FinishParts, viewer: Viewer, cause: Cause, id: string, grant: OAuthGrant): Promise<void> {
  const { changes, credentials, vault } = parts;
  const { tenantId } = viewer;
  await changes.change(cause, async (change) => {
    const before = await credentials.locked(change, viewer, id);
    if (before === null) throw new ConsentInvalidError();
    const version = before.version + 1;
    const sealed = await sealFor(vault, { tenantId, recordId: id, version, purpose: STORED }, JSON.stringify(grant));
    const facts = { version, status: 'ACTIVE', expiresAt: grantEnds(grant) } as const;
    // What was asked for while the person was on the way still is.
    const [has, requested] = [scopeNames(grant.scope), scopeNames(grant.requestedScope)];
    const askedScopes = without(before.askedScopes, [...has, ...requested]);
    const refusedScopes = newest(without([...before.refusedScopes, ...requested], has));
    await credentials.save(change, id, { ...facts, ...sealed, askedScopes, refusedScopes });
    // It may be another account than before: nothing goes on with the old one.
    if (before.toolServerId !== null) change.revoke(before.ownerId);
    change.tell('credential-authorized', {
      subject: id,
      before: { version: before.version, status: before.status },
      after: { ...facts, issuer: grant.issuer, scope: grant.scope ?? null },
      ...(before.toolServerId === null ? {} : { data: { toolServerId: before.toolServerId, userId: before.ownerId } }),
    });
  });
}

/** The person, or the authorization server, would not have it (RFC 6749 §4.1.2.1); it may also say so when the code is redeemed (§5.2). */
function isRefusal({ code, facts }: PlatformError): boolean {
  return code === 'AUTHORIZATION_DENIED' || (code === 'AUTHORIZATION_FAILED' && facts['error'] === 'invalid_scope');
}

/** What the server had made us ask for is not asked for again: one name that is refused would stop every further sign-in. */
async function noteRefused(
  { changes, credentials }: FinishParts,
  viewer: Viewer,
  cause: Cause,
  { credentialId, consent }: Taken,
): Promise<void> {
  const requested = scopeNames(consent.scope);
  await changes.change(cause, async (change) => {
    const before = await credentials.locked(change, viewer, credentialId);
    const refused = before?.askedScopes.filter((name) => requested.includes(name)) ?? [];
    if (before === null || refused.length === 0) return;
    const askedScopes = without(before.askedScopes, refused);
    const refusedScopes = newest([...before.refusedScopes, ...refused]);
    await credentials.save(change, credentialId, { askedScopes, refusedScopes });
  });
}

function without(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.filter((name) => !taken.includes(name));
}

function newest(names: readonly string[]): readonly string[] {
  return scopeNames(...names).slice(-MOST_SCOPES);
}
