import {
  type AuthorizationServerMetadata,
  exchangeAuthorization,
  type OAuthTokens,
  refreshAuthorization,
  registerClient,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import { nameAuthorizationFault, refusedBy } from './authorization-errors.ts';
import type { Consent } from './consent.ts';
import { type Discovered, discover } from './discover.ts';
import { AuthorizationFailedError, AuthorizationUnsupportedError } from './errors.ts';
import type { OAuthGrant } from './oauth-grant.ts';

/** What we are at an authorization server. */
export type RegisteredClient = Pick<OAuthGrant, 'clientId' | 'clientSecret' | 'authMethod'>;

/** The query with which an authorization server sends a browser back. */
export interface Callback {
  readonly code: string | null;
  readonly error: string | null;
  readonly errorDescription: string | null;
  readonly issuer: string | null;
}

/** The OAuth 2.1 client of this installation. `fetchOf` refuses private addresses and bounds time and bytes. */
export class OAuthClient {
  readonly #fetch: typeof fetch;

  constructor(fetchOf: typeof fetch) {
    this.#fetch = fetchOf;
  }

  /** @throws PlatformError */
  discover(serverUrl: string): Promise<Discovered> {
    return discover(serverUrl, this.#fetch);
  }

  /** Registers this installation there (RFC 7591). @throws PlatformError */
  async register({ metadata, scope }: Discovered, redirectUri: string): Promise<RegisteredClient> {
    if (metadata.registration_endpoint === undefined)
      throw new AuthorizationUnsupportedError(`${metadata.issuer} registers no clients by itself`, 'clientId');
    const methods = metadata.token_endpoint_auth_methods_supported ?? [];
    const clientMetadata = {
      client_name: 'Aether',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: methods.length === 0 || methods.includes('none') ? 'none' : 'client_secret_basic',
    };
    const client = await this.#at(metadata.issuer, () =>
      registerClient(metadata.issuer, {
        metadata,
        clientMetadata,
        ...(scope === null ? {} : { scope }),
        fetchFn: this.#fetch,
      }),
    );
    return {
      clientId: client.client_id,
      ...(client.client_secret === undefined ? {} : { clientSecret: client.client_secret }),
      ...(client.token_endpoint_auth_method === undefined ? {} : { authMethod: client.token_endpoint_auth_method }),
    };
  }

  /** Where the person is sent, and the secret of PKCE that proves the way back. @throws PlatformError */
  async authorizationUrl(
    { metadata, resource }: Discovered,
    client: RegisteredClient,
    request: { readonly redirectUri: string; readonly scope: string | null; readonly state: string },
  ): Promise<{ readonly url: string; readonly codeVerifier: string }> {
    const endpoint = new URL(metadata.authorization_endpoint);
    // A browser is sent there with this page's trust: no other scheme, and no name and password in it.
    if (!/^https?:$/u.test(endpoint.protocol) || endpoint.username !== '' || endpoint.password !== '')
      throw new AuthorizationFailedError(metadata.issuer, 'protocol', 'its authorization page is no web address');
    const { authorizationUrl, codeVerifier } = await this.#at(metadata.issuer, () =>
      startAuthorization(metadata.issuer, {
        metadata,
        clientInformation: { client_id: client.clientId },
        redirectUrl: request.redirectUri,
        state: request.state,
        resource,
        ...(request.scope === null ? {} : { scope: request.scope }),
      }),
    );
    return { url: authorizationUrl.href, codeVerifier };
  }

  /** Redeems what the browser has brought. @throws PlatformError */
  async redeem(consent: Consent, { code, error, errorDescription, issuer }: Callback): Promise<OAuthTokens> {
    return this.#at(consent.issuer, async () => {
      // Before anything of it is believed, also an error (RFC 9207).
      validateAuthorizationResponseIssuer({
        iss: issuer ?? undefined,
        expectedIssuer: consent.issuer,
        issParameterSupported: consent.namesIssuer,
      });
      if (error !== null) throw refusedBy(consent.issuer, error, errorDescription);
      if (code === null) throw new AuthorizationFailedError(consent.issuer, 'protocol', 'it sent no code');
      const tokens = await exchangeAuthorization(consent.issuer, {
        metadata: metadataOf(consent),
        clientInformation: informationOf(consent),
        authorizationCode: code,
        ...(issuer === null ? {} : { iss: issuer }),
        codeVerifier: consent.codeVerifier,
        redirectUri: consent.redirectUri,
        resource: consent.resource,
        fetchFn: this.#fetch,
      });
      return bearer(consent.issuer, tokens);
    });
  }

  /** @throws PlatformError */
  async refresh(
    grant: OAuthGrant & { readonly refreshToken: string; readonly tokenUrl: string },
  ): Promise<OAuthTokens> {
    const issuer = grant.issuer ?? new URL(grant.tokenUrl).origin;
    return this.#at(issuer, async () =>
      bearer(
        issuer,
        await refreshAuthorization(issuer, {
          metadata: metadataOf({ issuer, authorizationEndpoint: grant.tokenUrl, tokenEndpoint: grant.tokenUrl }),
          clientInformation: informationOf(grant),
          refreshToken: grant.refreshToken,
          ...(grant.resource === undefined ? {} : { resource: grant.resource }),
          fetchFn: this.#fetch,
        }),
      ),
    );
  }

  async #at<Result>(issuer: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw nameAuthorizationFault(issuer, error);
    }
  }
}

function metadataOf(
  consent: Pick<Consent, 'issuer' | 'authorizationEndpoint' | 'tokenEndpoint'>,
): AuthorizationServerMetadata {
  return {
    issuer: consent.issuer,
    authorization_endpoint: consent.authorizationEndpoint,
    token_endpoint: consent.tokenEndpoint,
    response_types_supported: ['code'],
  };
}

function informationOf({ clientId, clientSecret, authMethod }: RegisteredClient) {
  return {
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    ...(authMethod === undefined ? {} : { token_endpoint_auth_method: authMethod }),
  };
}

function bearer(issuer: string, tokens: OAuthTokens): OAuthTokens {
  if (tokens.token_type.toLowerCase() === 'bearer') return tokens;
  throw new AuthorizationFailedError(issuer, 'protocol', `its tokens are of type "${tokens.token_type.slice(0, 40)}"`);
}
