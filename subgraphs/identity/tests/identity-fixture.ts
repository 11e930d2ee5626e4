import { randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { LoaderCache, type Route, type RouteCall, type ServiceParts } from '@aether/common/service';
import { createTestParts, executeAs, type TestPartsOptions } from '@aether/test-support';
import { createIdentityService, type CreatedTenant, type IdentityConfig, type IdentityService } from '../src/index.ts';

/** What a token is worth, as the gateway asks it. */
const AUTHENTICATE = `query ($token: String!) { authenticate(token: $token) {
  tenantId userId roleKey departmentId teamIds permissions scopes sessionId apiKeyId resource requestsPerMinute tokensPerMinute models tools expiresAt } }`;

const AUDIT_EVENTS = `query ($filter: AuditFilter) { auditEvents(filter: $filter, first: 100) { edges { node {
  id seq at action objectType objectId before after ipAddress requestId previousHash hash user { id } } } } }`;

export const TEST_CONFIG: IdentityConfig = {
  publicUrl: 'http://localhost:8080',
  tokenPepper: new TextEncoder().encode('a pepper of thirty-two bytes or more'),
  vaultKey: new TextEncoder().encode('a vault key of thirty-two bytes or more'),
  session: { idleDays: 7, maximumDays: 30 },
  linkHours: 24,
  signInAttempts: 10,
  allowedOrigins: [],
  firstTenant: { name: 'My organization', ownerEmail: 'owner@localhost', ownerName: 'Owner' },
};

export interface RouteAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  /** Token of the cookie that was set; empty when the cookie was taken away. */
  readonly token: string | null;
  readonly body: unknown;
}

export interface IdentityFixture extends AsyncDisposable {
  readonly service: IdentityService;
  readonly parts: ServiceParts;
  /** A tenant of its own. */
  tenant(): Promise<CreatedTenant & { readonly email: string; readonly owner: Viewer }>;
  /** Follows a one-time link and answers the person as the gateway would see them. */
  follow(url: string): Promise<Viewer>;
  /** Invites and lets in. */
  join(
    inviter: Viewer,
    input: { readonly email: string; readonly roleKey: string; readonly name?: string },
  ): Promise<Viewer>;
  authenticate(token: string): Promise<Viewer | null>;
  /** Audit events with this filter, newest first, as soon as the outbox was read. */
  audit(viewer: Viewer, filter?: Readonly<Record<string, unknown>>): Promise<AuditPage>;
  call(method: Route['method'], path: string, options?: CallOptions): Promise<RouteAnswer>;
}

export interface AuditPage {
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[];
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly viewer?: Viewer | null;
}

export async function identityFixture(
  options: TestPartsOptions & { readonly config?: Partial<IdentityConfig> } = {},
): Promise<IdentityFixture> {
  const parts = await createTestParts({ service: 'identity', ...options });
  const service = await createIdentityService({ ...TEST_CONFIG, ...options.config }, parts);
  await service.start();

  const fixture: IdentityFixture = {
    service,
    parts,
    async tenant() {
      const email = `owner-${randomBytes(6).toString('hex')}@example.org`;
      const created = await service.createTenant({ name: 'Test organization', ownerEmail: email });
      return { ...created, email, owner: await fixture.follow(created.signInUrl) };
    },
    async follow(url) {
      const { token } = await fixture.call('GET', new URL(url).pathname);
      const viewer = token === null ? null : await fixture.authenticate(token);
      if (viewer === null) throw new Error('The link did not sign in.');
      return viewer;
    },
    async join(inviter, input) {
      const { data } = await executeAs<{ inviteUser: { invitationUrl: string } }>(
        service,
        inviter,
        'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { invitationUrl userErrors { code message } } }',
        { input },
      );
      return fixture.follow(data.inviteUser.invitationUrl);
    },
    async authenticate(token) {
      const { data } = await executeAs<{ authenticate: Viewer | null }>(service, null, AUTHENTICATE, { token });
      return data.authenticate === null ? null : { ...data.authenticate, serviceAccountId: null };
    },
    async audit(viewer, filter = {}) {
      const { data } = await executeAs<{ auditEvents: AuditPage }>(service, viewer, AUDIT_EVENTS, { filter });
      return data.auditEvents;
    },
    async call(method, path, { body, headers = {}, viewer = null } = {}) {
      const url = new URL(path, 'http://localhost');
      const route = service.routes.find(
        (each) => each.method === method && new URLPattern({ pathname: each.path }).test(url),
      );
      if (route === undefined) throw new Error(`No route ${method} ${path}.`);
      const request = new Request(url, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const parameters: Record<string, string> = {};
      for (const [name, value] of Object.entries(
        new URLPattern({ pathname: route.path }).exec(url)?.pathname.groups ?? {},
      ))
        parameters[name] = value ?? '';
      return answerOf(await route.handle(request, { parameters, context: contextOf(viewer) }));
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
  return fixture;
}

function contextOf(viewer: Viewer | null): RouteCall['context'] {
  return {
    requestId: 'req_test',
    viewer,
    caller: 'graphql-gateway',
    signal: new AbortController().signal,
    traceparent: null,
    loaders: new LoaderCache(),
  };
}

async function answerOf(response: Response): Promise<RouteAnswer> {
  const cookie = response.headers.getSetCookie()[0];
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location'),
    headers: response.headers,
    token: cookie === undefined ? null : (/^aether_session=([^;]*)/.exec(cookie)?.[1] ?? null),
    body: text === '' ? null : JSON.parse(text),
  };
}
