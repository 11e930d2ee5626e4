import { createHash, randomBytes } from 'node:crypto';
import { type AuthorizationFaults, NO_FAULTS } from './authorization-faults.ts';
import { serveFetch } from './serve-fetch.ts';

export interface AuthorizationServer extends AsyncDisposable {
  readonly issuer: string;
  readonly faults: AuthorizationFaults;
  /** Of access tokens. */
  lifetimeSeconds: number;
  /** Requests for tokens that were granted, by their grant type. */
  readonly granted: { authorization_code: number; refresh_token: number };
  /** Why requests were refused. */
  readonly refused: readonly string[];
  /** Awaited before a refresh is answered. */
  beforeRefresh: () => Promise<void>;
  /** Made known by hand. */
  addClient(clientId: string, clientSecret: string | null, redirectUri: string): void;
  /** Follows an authorization URL as a person would who agrees to everything. @returns where the browser is sent back to */
  agree(authorizationUrl: string): Promise<URL>;
  /** Scopes that people do not grant, whatever they are asked for. */
  withheld: readonly string[];
  takes(token: string): boolean;
  /** That were granted with a token. */
  scopesOf(token: string): readonly string[];
  /** From now on none of its access tokens is good. */
  forgetAccessTokens(): void;
  /** Nor any refresh token. */
  withdraw(): void;
  /** Has no faults and waits for nobody from now on. */
  behave(): void;
}

interface Client {
  readonly secret: string | null;
  readonly redirectUris: readonly string[];
}
interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly resource: string;
  readonly family: string;
  readonly scope: string;
  isUsed: boolean;
}
interface Refresh {
  readonly clientId: string;
  readonly resource: string;
  readonly family: string;
  readonly scope: string;
  isUsed: boolean;
}

const LIFETIME_SECONDS = 3_600;

const secret = (): string => randomBytes(24).toString('base64url');
const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } });

/**
 * A strict authorization server of OAuth 2.1: it wants PKCE with S256, an exact redirect address and the right resource, and takes a code
 * and a refresh token once. Whoever uses one twice loses the whole grant, as RFC 9700 has it.
 */
export async function startAuthorizationServer(resourceOf: () => string): Promise<AuthorizationServer> {
  const clients = new Map<string, Client>();
  const codes = new Map<string, Code>();
  const refreshes = new Map<string, Refresh>();
  const access = new Map<string, { readonly family: string; readonly scope: string; readonly untilMs: number }>();
  const withdrawn = new Set<string>();
  const refused: string[] = [];
  const refuse = (error: string, why: string, status = 400): Response => {
    refused.push(why);
    return json({ error, error_description: why }, status);
  };

  function authorize(query: URLSearchParams): Response {
    const client = clients.get(query.get('client_id') ?? '');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (client === undefined || !client.redirectUris.includes(redirectUri))
      return refuse('invalid_request', 'unknown client or another redirect address');
    const back = new URL(redirectUri);
    const answer = (facts: Readonly<Record<string, string>>): Response => {
      const iss = server.faults.wrongIssuer ? 'https://somebody.example' : server.issuer;
      const told = { ...facts, state: query.get('state') ?? '', iss };
      for (const [name, value] of Object.entries(told)) back.searchParams.set(name, value);
      return new Response(null, { status: 302, headers: { location: back.href } });
    };
    if (server.faults.refuses !== null)
      return answer({ error: server.faults.refuses, error_description: 'Not for you.' });
    const challenge = query.get('code_challenge') ?? '';
    const resource = query.get('resource') ?? '';
    const problem =
      query.get('response_type') !== 'code'
        ? 'response type'
        : query.get('code_challenge_method') !== 'S256' || challenge.length !== 43
          ? 'no PKCE'
          : resource !== resourceOf()
            ? 'wrong resource'
            : query.get('state') === null
              ? 'no state'
              : null;
    if (problem !== null) {
      refused.push(problem);
      return answer({ error: problem === 'wrong resource' ? 'invalid_target' : 'invalid_request' });
    }
    const code = secret();
    const clientId = query.get('client_id') ?? '';
    const scope = (query.get('scope') ?? 'tools')
      .split(' ')
      .filter((name) => !server.withheld.includes(name))
      .join(' ');
    codes.set(code, { clientId, redirectUri, challenge, resource, scope, family: secret(), isUsed: false });
    return answer({ code });
  }

  function clientOf(request: Request, form: URLSearchParams): string | null {
    const basic = /^Basic (.+)$/u.exec(request.headers.get('authorization') ?? '')?.[1];
    const [id = '', given = ''] =
      basic === undefined
        ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
        : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    const client = clients.get(id);
    return client !== undefined && (client.secret ?? '') === given ? id : null;
  }

  function tokens(grant: Pick<Refresh, 'clientId' | 'resource' | 'family' | 'scope'>): Response {
    const [accessToken, refreshToken] = [secret(), secret()];
    const { family, scope } = grant;
    access.set(accessToken, { family, scope, untilMs: Date.now() + server.lifetimeSeconds * 1_000 });
    refreshes.set(refreshToken, { ...grant, isUsed: false });
    return json({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: server.lifetimeSeconds,
      refresh_token: refreshToken,
      scope,
    });
  }

  function redeem(clientId: string, form: URLSearchParams): Response {
    const code = codes.get(form.get('code') ?? '');
    if (code === undefined) return refuse('invalid_grant', 'unknown code');
    if (code.isUsed) {
      withdrawn.add(code.family);
      return refuse('invalid_grant', 'reused code');
    }
    code.isUsed = true;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return refuse('invalid_grant', 'wrong PKCE verifier');
    if (code.clientId !== clientId) return refuse('invalid_grant', 'code of another client');
    if (code.redirectUri !== form.get('redirect_uri')) return refuse('invalid_grant', 'another redirect address');
    if (code.resource !== form.get('resource')) return refuse('invalid_target', 'wrong resource');
    server.granted.authorization_code += 1;
    return tokens(code);
  }

  async function refresh(clientId: string, form: URLSearchParams): Promise<Response> {
    await server.beforeRefresh();
    const known = refreshes.get(form.get('refresh_token') ?? '');
    if (known === undefined || known.clientId !== clientId) return refuse('invalid_grant', 'unknown refresh token');
    if (known.isUsed) {
      withdrawn.add(known.family);
      return refuse('invalid_grant', 'reused refresh token');
    }
    if (withdrawn.has(known.family)) return refuse('invalid_grant', 'withdrawn');
    if (known.resource !== form.get('resource')) return refuse('invalid_target', 'wrong resource');
    known.isUsed = true;
    server.granted.refresh_token += 1;
    return tokens(known);
  }

  async function token(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    if (server.faults.tokenStatus !== null) return new Response('down', { status: server.faults.tokenStatus });
    const clientId = clientOf(request, form);
    if (clientId === null) return refuse('invalid_client', 'wrong client', 401);
    const type = form.get('grant_type');
    if (type === 'authorization_code') return redeem(clientId, form);
    return type === 'refresh_token' ? refresh(clientId, form) : refuse('unsupported_grant_type', 'grant type');
  }

  async function register(request: Request): Promise<Response> {
    const { redirect_uris: redirectUris, ...rest } = (await request.json()) as { redirect_uris: string[] };
    const clientId = `client-${secret()}`;
    clients.set(clientId, { secret: null, redirectUris });
    return json({ ...rest, redirect_uris: redirectUris, client_id: clientId, token_endpoint_auth_method: 'none' }, 201);
  }

  const served = await serveFetch(async (request) => {
    const url = new URL(request.url);
    switch (url.pathname) {
      case '/.well-known/oauth-authorization-server':
        return json(metadataOf(server));
      case '/register':
        return register(request);
      case '/authorize':
        return authorize(url.searchParams);
      case '/token':
        return token(request);
      default:
        return new Response(null, { status: 404 });
    }
  });
  const server: AuthorizationServer = {
    issuer: served.origin,
    faults: { ...NO_FAULTS },
    lifetimeSeconds: LIFETIME_SECONDS,
    granted: { authorization_code: 0, refresh_token: 0 },
    refused,
    withheld: [],
    beforeRefresh: () => Promise.resolve(),
    addClient: (clientId, clientSecret, redirectUri) =>
      void clients.set(clientId, { secret: clientSecret, redirectUris: [redirectUri] }),
    async agree(authorizationUrl) {
      const response = await fetch(authorizationUrl, { redirect: 'manual' });
      const location = response.headers.get('location');
      if (location === null)
        throw new Error(`The authorization page answered ${response.status}: ${await response.text()}`);
      return new URL(location);
    },
    takes(accessToken) {
      const known = access.get(accessToken);
      return known !== undefined && known.untilMs > Date.now() && !withdrawn.has(known.family);
    },
    scopesOf: (accessToken) => access.get(accessToken)?.scope.split(' ') ?? [],
    forgetAccessTokens: () => access.clear(),
    withdraw() {
      access.clear();
      for (const { family } of refreshes.values()) withdrawn.add(family);
    },
    behave() {
      Object.assign(server.faults, NO_FAULTS);
      server.lifetimeSeconds = LIFETIME_SECONDS;
      server.withheld = [];
      server.beforeRefresh = () => Promise.resolve();
    },
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
  return server;
}

function metadataOf({ issuer, faults }: AuthorizationServer): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: faults.tokenEndpoint ?? `${issuer}/token`,
    ...(faults.withoutRegistration ? {} : { registration_endpoint: `${issuer}/register` }),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    ...(faults.withoutPkce ? {} : { code_challenge_methods_supported: ['S256'] }),
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
  };
}
