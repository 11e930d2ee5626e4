import { randomUUID } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import type { OperationHandlers, AuthorizationServer, TestPartsOptions, ToolServer } from '@aether/test-support';
import { executeAs, startAuthorizationServer, startToolServer } from '@aether/test-support';
import type { GraphQLFormattedError } from 'graphql';
import { type IdentityFixture, identityFixture, type RouteAnswer } from './identity-fixture.ts';
import { openSealed, type Sealed } from './open-sealed.ts';

const AUTHORIZE = `mutation ($input: AuthorizeCredentialInput!) { authorizeCredential(input: $input) {
  credential { id name kind status scopes shared } authorizationUrl userErrors { path code message hint } } }`;
const READ = `query ($id: ID!, $purpose: String!, $refusedVersion: Int) {
  sealedCredential(id: $id, purpose: $purpose, refusedVersion: $refusedVersion) { id kind version vaultKeyId sealed scopes resource } }`;
const BEGIN_OWN = `mutation ($input: AuthorizeOwnCredentialInput!) { authorizeOwnCredential(input: $input) {
  credential { id name kind status scopes shared toolServer { id } } authorizationUrl userErrors { path code message hint } } }`;
const STATUS = 'query ($id: ID!) { credential(id: $id) { status version expiresAt } }';
const PURPOSE = 'ToolServer:tsv_web:web';

export interface Begun {
  readonly credential: { readonly id: string; readonly status: string } | null;
  readonly authorizationUrl: string | null;
  readonly userErrors: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
}

/** What a gateway gets of a credential: a token, or why there is none. */
export interface Given {
  readonly token: string | null;
  readonly version: number | null;
  /** Of the server that the token is for. */
  readonly resource: string | null;
  readonly error: GraphQLFormattedError | null;
}

export interface CredentialState {
  readonly status: string;
  readonly version: number;
  readonly expiresAt: string | null;
}

export interface OAuthFixture extends AsyncDisposable {
  readonly identity: IdentityFixture;
  readonly server: AuthorizationServer;
  readonly tools: ToolServer;
  /** Addresses of the tool servers, by slug. */
  readonly urls: Map<string, string>;
  /** Names of the tool servers that are not called "Web", by slug. */
  readonly names: Map<string, string>;
  begin(viewer: Viewer, input?: Readonly<Record<string, unknown>>): Promise<Begun>;
  /** Begins a sign-in with the viewer's own account. */
  beginOwn(viewer: Viewer, toolServerId?: string): Promise<Begun>;
  /** Comes back from the authorization page. */
  comeBack(viewer: Viewer | null, location: URL): Promise<RouteAnswer>;
  /** Signs in, from the first click to the end. @returns id of the credential */
  signIn(viewer: Viewer): Promise<string>;
  status(viewer: Viewer, id: string): Promise<CredentialState>;
  token(viewer: Viewer, id: string, refusedVersion?: number, identity?: IdentityFixture): Promise<Given>;
}

/** Identity, a tool server that wants OAuth under the slug `web`, another one on its host under `neighbor`, and the strict authorization server that it names. */
export async function oauthFixture(
  options: TestPartsOptions & { readonly allowed?: 'both' | 'tools' } = {},
): Promise<OAuthFixture> {
  const tools = await startToolServer();
  const server = await startAuthorizationServer(() => tools.url);
  tools.signIn = { issuer: server.issuer, takes: (token) => server.takes(token) };
  const urls = new Map([
    ['web', tools.url],
    ['neighbor', new URL('/other', tools.url).href],
  ]);
  const names = new Map<string, string>();
  const operations: OperationHandlers = {
    ToolServerForConsent: ({ id, slug: given }) => {
      const slug = typeof id === 'string' ? id.replace('tsv_', '') : String(given);
      const url = urls.get(slug);
      const facts = {
        id: `tsv_${slug}`,
        slug,
        name: names.get(slug) ?? 'Web',
        kind: 'MCP',
        url,
        credentialPerUser: slug !== 'neighbor',
      };
      return { toolServer: url === undefined ? null : facts };
    },
  };
  const origins = [new URL(tools.url).origin, ...(options.allowed === 'tools' ? [] : [server.issuer])];
  const identity = await identityFixture({ ...options, operations, config: { allowedOrigins: origins } });
  const fixture: OAuthFixture = {
    identity,
    server,
    tools,
    urls,
    names,
    async begin(viewer, input = {}) {
      const { data, errors } = await executeAs<{ authorizeCredential: Begun }>(identity.service, viewer, AUTHORIZE, {
        input: { name: `Sign-in ${randomUUID()}`, target: 'web', shared: true, ...input },
      });
      if (errors[0] !== undefined) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
      return data.authorizeCredential;
    },
    async beginOwn(viewer, toolServerId = 'tsv_web') {
      const { data, errors } = await executeAs<{ authorizeOwnCredential: Begun }>(identity.service, viewer, BEGIN_OWN, {
        input: { toolServerId },
      });
      if (errors[0] !== undefined) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
      return data.authorizeOwnCredential;
    },
    comeBack: (viewer, { pathname, search }) => identity.call('GET', `${pathname}${search}`, { viewer }),
    async signIn(viewer) {
      const { credential, authorizationUrl } = await fixture.begin(viewer);
      const { location } = await fixture.comeBack(viewer, await server.agree(authorizationUrl ?? ''));
      if (location !== '/tools/tsv_web?signIn=DONE') throw new Error(`The sign-in led to ${location}.`);
      return credential?.id ?? '';
    },
    async status(viewer, id) {
      const { data } = await executeAs<{ credential: CredentialState }>(identity.service, viewer, STATUS, { id });
      return data.credential;
    },
    async token(viewer, id, refusedVersion, from = identity) {
      const variables = { id, purpose: PURPOSE, refusedVersion };
      const caller = { caller: 'mcp-gateway' };
      const { data, errors } = await executeAs<{ sealedCredential: Sealed | null } | null>(
        from.service,
        viewer,
        READ,
        variables,
        caller,
      );
      const sealed = data?.sealedCredential ?? null;
      if (sealed === null) return { token: null, version: null, resource: null, error: errors[0] ?? null };
      return {
        token: await openSealed(from, viewer, { id, purpose: PURPOSE, sealed }),
        version: sealed.version,
        resource: sealed.resource ?? null,
        error: null,
      };
    },
    async [Symbol.asyncDispose]() {
      await identity[Symbol.asyncDispose]();
      await tools[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
  return fixture;
}
