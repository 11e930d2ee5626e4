import { isOAuthScope, OAUTH_SCOPES, type OAuthScope, protectedResource } from '@aether/schema';
import type { AppClient } from './app-client.ts';
import { AuthorizationRequestError, type OAuthErrorName, OAuthRefusedError } from './errors.ts';
import { isSameRedirectUri } from './redirect-uri.ts';

/** The query of the authorization page (RFC 6749, 4.1.1; RFC 7636; RFC 8707), as the browser brought it. */
export interface AuthorizationRequest {
  readonly responseType: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly resource?: string | null | undefined;
  readonly codeChallenge?: string | null | undefined;
  readonly codeChallengeMethod?: string | null | undefined;
}

/** A request that a person may answer. */
export interface CheckedAuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  /** What the client asks for, as far as the person has it to give. */
  readonly scopes: readonly OAuthScope[];
  readonly resource: string;
  readonly codeChallenge: string;
}

export interface AuthorizationRules {
  readonly publicUrl: string;
  /** Of the person who is asked. */
  readonly permissions: readonly string[];
}

/** For clients that know no RFC 8707. */
const STANDARD_RESOURCE = '/mcp';
const MAXIMUM_STATE = 2_000;
const CHALLENGE = /^[\w-]{43}$/u; // SHA-256 in base64url

/**
 * Whether this may be shown to a person. A fault of client or redirect stays here; every other one the browser may carry back.
 * @throws OAuthRefusedError, AuthorizationRequestError
 */
export function checkAuthorizationRequest(
  request: AuthorizationRequest,
  client: AppClient,
  { publicUrl, permissions }: AuthorizationRules,
): CheckedAuthorizationRequest {
  const { redirectUri, state, codeChallenge } = request;
  if (!client.redirectUris.some((registered) => isSameRedirectUri(registered, redirectUri)))
    throw new OAuthRefusedError('invalid_request', 'it wants to be answered at an address that it has not registered');
  if ((state ?? '').length > MAXIMUM_STATE)
    throw new OAuthRefusedError('invalid_request', `its state is longer than ${MAXIMUM_STATE} characters`);
  const refuse = (error: OAuthErrorName, problem: string): AuthorizationRequestError =>
    new AuthorizationRequestError(error, problem, answerUrl(request, publicUrl, { error, error_description: problem }));
  if (!permissions.includes('connected-app:create')) throw refuse('access_denied', 'your role lets no app act for you');
  if (request.responseType !== 'code') throw refuse('unsupported_response_type', 'only codes are given');
  if (request.codeChallengeMethod !== 'S256' || !CHALLENGE.test(codeChallenge ?? ''))
    throw refuse('invalid_request', 'it proves itself by no code challenge of method S256');
  const asked = askedResource(request.resource || `${publicUrl}${STANDARD_RESOURCE}`, publicUrl);
  if (asked === null) throw refuse('invalid_target', `it names no resource of ${publicUrl}`);
  const wanted = wantedScopes(request.scope ?? '', asked.scopes);
  if (wanted.length === 0)
    throw refuse('invalid_scope', `it asks only for other scopes than ${Object.keys(OAUTH_SCOPES).join(', ')}`);
  const scopes = wanted.filter((scope) => OAUTH_SCOPES[scope].permissions.every((one) => permissions.includes(one)));
  if (scopes.length === 0) throw refuse('access_denied', 'your role allows nothing of what it asks for');
  return { client, redirectUri, scopes, resource: asked.resource, codeChallenge: codeChallenge ?? '' };
}

/** Where the browser goes with the answer. Names the issuer (RFC 9207). */
export function answerUrl(
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  publicUrl: string,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri);
  const sent = { ...answer, ...(state === null || state === undefined ? {} : { state }), iss: publicUrl };
  for (const [name, value] of Object.entries(sent)) url.searchParams.set(name, value);
  return url.href;
}

/** The resource by the name that this instance has for it; null = none of its own. */
export function askedResource(
  text: string,
  publicUrl: string,
): { readonly resource: string; readonly scopes: readonly OAuthScope[] } | null {
  const url = URL.parse(text);
  if (url === null || url.origin !== new URL(publicUrl).origin || url.search !== '' || text.includes('#')) return null;
  const known = protectedResource(url.pathname.replace(/\/$/u, ''));
  return known === null ? null : { resource: `${publicUrl}${known.path}`, scopes: known.scopes };
}

/** The scopes of a space-separated list, as far as they are known (RFC 6749, 3.3): a client may ask for `offline_access` everywhere. No list = `otherwise`. */
export function wantedScopes(text: string, otherwise: readonly OAuthScope[]): readonly OAuthScope[] {
  const names = [...new Set(text.split(' ').filter((name) => name !== ''))];
  return names.length === 0 ? otherwise : names.filter(isOAuthScope);
}
