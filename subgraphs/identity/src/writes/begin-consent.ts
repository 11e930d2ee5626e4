import { hashToken, newSecret } from '@aether/common/security';
import { NotFoundError, requireViewer, ValidationError } from '@aether/common/service';
import { causeOf, type IdentityContext } from '../context.ts';
import type { CredentialRecord } from '../credential.ts';
import type { ConsentProperties } from '../db/credential-store.ts';
import type { Change } from '../db/identity-changes.ts';
import { SessionNeededError } from '../errors.ts';
import { CALLBACK_PATH } from '../oauth/callback-path.ts';
import { type Consent, stateOf } from '../oauth/consent.ts';
import type { Discovered } from '../oauth/discover.ts';
import type { RegisteredClient } from '../oauth/oauth-client.ts';
import type { OAuthGrant } from '../oauth/oauth-grant.ts';
import { isScopeName } from '../oauth/scope-names.ts';
import { widestScope } from '../oauth/widest-scope.ts';
import { checkName } from '../text-rules.ts';
import type { AuthorizeCredentialInput } from '../types/authorize-credential-input.ts';
import { CONSENT, sealFor, STORED } from '../vault-places.ts';

/** Whoever begins it comes back in this time. */
const CONSENT_MS = 15 * 60_000; // 15 minutes

interface Wanted {
  readonly discovered: Discovered;
  readonly client: RegisteredClient;
  readonly scope: string | null;
  readonly redirectUri: string;
}

/** A credential that is authorized anew. */
export interface Existing {
  readonly credential: CredentialRecord;
  readonly grant: OAuthGrant;
}

/** What a consent is begun for. */
interface Asked {
  readonly server: { readonly id: string; readonly slug: string; readonly url: string };
  readonly name: string;
  readonly shared: boolean;
  /** The person's own account at the server. */
  readonly isOwn: boolean;
  /** That is authorized anew; null = a new one. */
  readonly before: Existing | null;
  readonly client: Pick<AuthorizeCredentialInput, 'clientId' | 'clientSecret'>;
  readonly scopes: readonly string[];
}

export interface Begun {
  readonly credential: CredentialRecord;
  readonly authorizationUrl: string;
}

/**
 * Finds out where somebody signs in, makes sure that we are known there, and keeps, sealed, what the way back needs. A credential that is in
 * use stays so until the person comes back.
 * @throws PlatformError
 */
export async function beginConsent(context: IdentityContext, asked: Asked): Promise<Begun> {
  const viewer = requireViewer(context);
  const { tenantId, userId, sessionId } = viewer;
  if (userId === null || sessionId === null) throw new SessionNeededError();
  const { changes, credentials, oauth, ids, random, tokenPepper, vault, publicUrl } = context.parts;
  const { server, before, isOwn } = asked;
  const discovered = await oauth.discover(server.url);
  const redirectUri = `${publicUrl}${CALLBACK_PATH}`;
  const client =
    clientGiven(asked.client) ??
    clientOf(before?.grant ?? null, discovered, redirectUri) ??
    (await oauth.register(discovered, redirectUri));
  const scope =
    asked.scopes.length === 0
      ? widestScope(discovered, before && { grant: before.grant, askedScopes: before.credential.askedScopes })
      : checkScopes(asked.scopes).join(' ');
  const wanted: Wanted = { discovered, client, scope, redirectUri };

  const id = before?.credential.id ?? ids('crd');
  const secret = newSecret(random);
  const request = { redirectUri, scope, state: stateOf(id, secret) };
  const { url, codeVerifier } = await oauth.authorizationUrl(discovered, client, request);
  const kept = JSON.stringify(consentOf(wanted, codeVerifier, server.id));
  const { sealed: consent } = await sealFor(vault, { tenantId, recordId: id, version: 1, purpose: CONSENT }, kept);
  const begun = (change: Change): ConsentProperties => ({
    consent,
    consentHash: hashToken(secret, tokenPepper),
    consentUserId: userId,
    consentSessionId: sessionId,
    consentUntilMs: change.nowMs + CONSENT_MS,
  });
  const made = before === null ? await newCredential(context, asked, { id, userId, wanted }) : {};
  const credential = await changes.change(causeOf(context), async (change) => {
    if (before !== null && (await credentials.locked(change, viewer, id)) === null)
      throw new NotFoundError('credential', id);
    if (before === null && isOwn && (await credentials.removeOwn(change, userId, server.id)).length > 0)
      change.revoke(userId);
    const after = { target: server.slug, issuer: discovered.metadata.issuer, scope };
    change.tell('credential-consent-requested', { subject: id, after });
    return credentials.save(change, id, {
      ...made,
      ...(before === null ? { createdAt: change.at } : {}),
      ...begun(change),
    });
  });
  return { credential, authorizationUrl: url };
}

/** One without a token yet: it knows its client only. */
async function newCredential(
  context: IdentityContext,
  { name, shared, isOwn, server }: Asked,
  { id, userId, wanted }: { readonly id: string; readonly userId: string; readonly wanted: Wanted },
) {
  const { tenantId } = requireViewer(context);
  const grant: OAuthGrant = {
    ...wanted.client,
    issuer: wanted.discovered.metadata.issuer,
    redirectUri: wanted.redirectUri,
    resource: wanted.discovered.resource,
  };
  const place = { tenantId, recordId: id, version: 1, purpose: STORED };
  return {
    name: checkName(name),
    kind: 'OAUTH2',
    // Its tokens are for this server: they are sent nowhere else, whatever it is bound to.
    scopes: [new URL(server.url).host],
    shared,
    toolServerId: isOwn ? server.id : null,
    address: null,
    lastFour: null,
    ownerId: userId,
    version: 1,
    status: 'AUTHORIZATION_PENDING',
    expiresAt: null,
    ...(await sealFor(context.parts.vault, place, JSON.stringify(grant))),
  } as const;
}

function clientGiven({ clientId, clientSecret }: Asked['client']): RegisteredClient | null {
  if (clientId == null || clientId.trim() === '') return null;
  return { clientId: clientId.trim(), ...(clientSecret == null || clientSecret === '' ? {} : { clientSecret }) };
}

/** A client that is known there already, at the address that it was registered with. */
function clientOf(grant: OAuthGrant | null, { metadata }: Discovered, redirectUri: string): RegisteredClient | null {
  if (grant === null || grant.issuer !== metadata.issuer || grant.redirectUri !== redirectUri) return null;
  const { clientId, clientSecret, authMethod } = grant;
  return {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(authMethod === undefined ? {} : { authMethod }),
  };
}

/** @throws ValidationError for what is no scope */
function checkScopes(scopes: readonly string[]): readonly string[] {
  const wrong = scopes.find((scope) => !isScopeName(scope));
  if (wrong !== undefined)
    throw new ValidationError(
      ['scopes'],
      'scopes of at most 100 characters without spaces',
      JSON.stringify(wrong.slice(0, 80)),
    );
  return scopes;
}

function consentOf(
  { discovered, client, scope, redirectUri }: Wanted,
  codeVerifier: string,
  toolServerId: string,
): Consent {
  const { metadata, resource } = discovered;
  return {
    ...client,
    codeVerifier,
    issuer: metadata.issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    tokenEndpoint: metadata.token_endpoint,
    namesIssuer: metadata.authorization_response_iss_parameter_supported === true,
    redirectUri,
    resource,
    ...(scope === null ? {} : { scope }),
    toolServerId,
  };
}
