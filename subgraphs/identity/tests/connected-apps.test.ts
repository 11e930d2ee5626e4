import { executeAs } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { register, RESOURCE, testApp } from './app-fixture.ts';
import { eventually } from './eventually.ts';
import { DEACTIVATE } from './graphql.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';
import { TestClock } from './test-clock.ts';

const APPS = '{ connectedApps { edges { node { id clientName redirectHost resource scopes { name } user { id } } } } }';
const REVOKE = 'mutation ($id: ID!) { revokeConnectedApp(input: { connectedAppId: $id }) { deletedId } }';

const clock = new TestClock();
let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture({ parts: { clock } });
});
afterAll(() => identity[Symbol.asyncDispose]());

const permissionsOf = async (token: string) => (await identity.authenticate(token))?.permissions ?? null;
const appsOf = async (viewer: Parameters<typeof executeAs>[1]) => {
  const { data } = await executeAs<{ connectedApps: { edges: { node: Record<string, unknown> }[] } }>(
    identity.service,
    viewer,
    APPS,
  );
  return data.connectedApps.edges.map(({ node }) => node);
};

describe('an app', () => {
  test('gets the person, narrowed by what they granted, for the resource that it named', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    expect(await app.check(owner)).toMatchObject({
      clientName: 'Claude',
      clientHost: null,
      redirectHost: 'app.example',
    });
    const { url } = await app.answer(owner, true, { scope: 'tools' });
    expect([url?.origin, url?.searchParams.get('state'), url?.searchParams.get('iss')]).toEqual([
      'https://app.example',
      'st_4711',
      'http://localhost:8080',
    ]);
    const tokens = await app.redeem(url?.searchParams.get('code') ?? '');
    expect(tokens).toMatchObject({ status: 200, scope: 'tools', error: null });
    expect(await identity.authenticate(tokens.access)).toMatchObject({
      tenantId: owner.tenantId,
      userId: owner.userId,
      sessionId: null,
      apiKeyId: null,
      resource: RESOURCE,
      permissions: ['tool:read', 'tool:use'],
    });
    expect(await appsOf(owner)).toMatchObject([
      { clientName: 'Claude', redirectHost: 'app.example', scopes: [{ name: 'tools' }], user: { id: owner.userId } },
    ]);
  });

  test('is told no, and nothing is granted', async () => {
    const { owner } = await identity.tenant();
    const { url } = await (await testApp(identity)).answer(owner, false);
    expect([url?.searchParams.get('error'), url?.searchParams.has('code')]).toEqual(['access_denied', false]);
    expect(await appsOf(owner)).toEqual([]);
  });

  test('is let in by a session only, not by a key and not by its own token', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const { errors } = await app.answer({ ...owner, sessionId: null }, true);
    expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  test('gets of its wishes what the person holds', async () => {
    const { owner } = await identity.tenant();
    const viewer = await identity.join(owner, { email: 'vera@example.org', roleKey: 'viewer' });
    const app = await testApp(identity);
    const refused = await app.answer(viewer, true);
    expect([refused.url?.searchParams.get('error'), refused.url?.searchParams.has('code')]).toEqual([
      'access_denied',
      false,
    ]);
    const { url } = await app.answer(
      { ...owner, permissions: ['connected-app:create', 'tool:read', 'tool:use'] },
      true,
    );
    expect((await app.redeem(url?.searchParams.get('code') ?? '')).scope).toBe('tools');
    const none = await app.check({ ...owner, permissions: ['connected-app:create'] });
    expect(new URL(none.returnUrl ?? '').searchParams.get('error')).toBe('access_denied');
  });

  test('is one of fifty at most, and what was never redeemed does not count for long', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    for (let index = 0; index < 50; index++) await app.code(owner);
    const { answer } = await app.answer(owner, true);
    expect([answer?.returnUrl, answer?.userErrors[0]?.code]).toEqual([null, 'CONFLICT']);
    clock.advance({ minutes: 1 });
    expect((await app.connect(owner)).status).toBe(200);
  });
});

describe('a request', () => {
  test.each([
    ['a client that is not registered', { clientId: 'aecl_e30.forged' }],
    ['a client id of another sort', { clientId: 'claude' }],
    ['another redirect', { redirectUri: 'https://app.example/callback/' }],
    ['a redirect of another host', { redirectUri: 'https://evil.example/callback' }],
    ['a state without end', { state: 'x'.repeat(2_001) }],
  ])('with %s is not carried back', async (_name, changes) => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    expect(await app.check(owner, changes)).toMatchObject({
      returnUrl: null,
      userErrors: [{ code: 'AUTHORIZATION_REQUEST_INVALID' }],
    });
    expect((await app.answer(owner, true, changes)).url).toBeNull();
  });

  test.each([
    ['no challenge', { codeChallenge: null }, 'invalid_request'],
    ['a plain challenge', { codeChallengeMethod: 'plain' }, 'invalid_request'],
    ['the implicit flow', { responseType: 'token' }, 'unsupported_response_type'],
    ['a foreign resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['a resource that takes no tokens', { resource: 'http://localhost:8080/graphql' }, 'invalid_target'],
    ['a resource with a fragment', { resource: 'http://localhost:8080/mcp#x' }, 'invalid_target'],
    ['only unknown scopes', { scope: 'admin offline_access' }, 'invalid_scope'],
  ])('with %s is refused, and the app is told so', async (_name, changes, error) => {
    const { owner } = await identity.tenant();
    const { url, answer } = await (await testApp(identity)).answer(owner, true, changes);
    expect([url?.searchParams.get('error'), url?.searchParams.get('state')]).toEqual([error, 'st_4711']);
    expect([url?.searchParams.has('code'), answer?.userErrors.length]).toEqual([false, 1]);
  });

  test('of a viewer who may let no app in is carried back too, but not to a redirect that is not registered', async () => {
    const { owner } = await identity.tenant();
    const nobody = { ...owner, permissions: [] };
    const app = await testApp(identity);
    expect(new URL((await app.check(nobody)).returnUrl ?? '').searchParams.get('error')).toBe('access_denied');
    expect((await app.check(nobody, { redirectUri: 'https://evil.example/callback' })).returnUrl).toBeNull();
  });

  test('without a resource is for /mcp, and unknown scopes beside a known one are passed over', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    expect(await app.check(owner, { resource: null, scope: 'openid tools' })).toMatchObject({
      resource: RESOURCE,
      scopes: [{ name: 'tools' }],
      userErrors: [],
    });
  });

  test.each([
    ['https://app.example/callback', 'app.example', false],
    ['http://127.0.0.1:33418/callback', '127.0.0.1:33418', true],
    ['vscode://evil.ext/callback', 'vscode://evil.ext', true],
    ['org.example.app:/callback', 'org.example.app:', true],
  ])('that goes back to %s says so', async (redirect, redirectHost, redirectsToProgram) => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity, redirect);
    expect(await app.check(owner)).toMatchObject({ redirectHost, redirectsToProgram });
  });

  test('of a program on the own machine may come back at any port, and at no other path or host', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity, 'http://127.0.0.1:33418/callback');
    const errorsOf = async (redirectUri: string) => (await app.check(owner, { redirectUri })).userErrors.length;
    expect(await errorsOf('http://127.0.0.1:50123/callback')).toBe(0);
    for (const redirect of [
      'http://127.0.0.1:50123/other',
      'http://localhost:50123/callback',
      'http://127.0.0.1.evil.example/callback',
      'http://127.0.0.1:50123@evil.example/callback',
      'https://127.0.0.1:50123/callback',
    ])
      expect(await errorsOf(redirect), redirect).toBe(1);
  });
});

describe('a client id', () => {
  test('that we have not signed is told so at the token endpoint, and the code stays good', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const code = await app.code(owner);
    for (const clientId of ['aecl_other', `${app.clientId}x`, `${app.clientId}.x`])
      expect(await app.redeem(code, { client_id: clientId })).toMatchObject({ status: 401, error: 'invalid_client' });
    const { refresh } = await app.redeem(code);
    expect(await app.refresh(refresh, { client_id: 'aecl_other' })).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    expect((await app.refresh(refresh)).status).toBe(200);
  });
});

describe('a code', () => {
  test.each([
    ['another verifier', { code_verifier: 'v'.repeat(43) }, 'invalid_grant'],
    ['another client', { client_id: 'https://other.example/app.json' }, 'invalid_grant'],
    ['another redirect', { redirect_uri: 'https://evil.example/callback' }, 'invalid_grant'],
    ['another resource', { resource: 'http://localhost:8080/v1' }, 'invalid_target'],
  ])('with %s is refused, and is no good any more', async (_name, changes, error) => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const code = await app.code(owner);
    expect(await app.redeem(code, changes)).toMatchObject({ status: 400, error, access: '' });
    expect(await app.redeem(code)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await appsOf(owner)).toEqual([]);
  });

  test('is good for a minute', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const code = await app.code(owner);
    clock.advance({ minutes: 1 });
    expect((await app.redeem(code)).error).toBe('invalid_grant');
  });

  test('that comes twice ends what came of it', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const code = await app.code(owner);
    const { access, refresh } = await app.redeem(code);
    expect(await permissionsOf(access)).not.toBeNull();
    expect((await app.redeem(code)).error).toBe('invalid_grant');
    expect(await permissionsOf(access)).toBeNull();
    expect((await app.refresh(refresh)).error).toBe('invalid_grant');
  });

  test('that two redeem at once ends with no tokens that work', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const code = await app.code(owner);
    const answers = await Promise.all([app.redeem(code), app.redeem(code)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    for (const { access } of answers) expect(access === '' || (await permissionsOf(access)) === null).toBe(true);
  });
});

describe('a refresh token', () => {
  test('gives new ones, once; a spent one ends the family', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const first = await app.connect(owner);
    const second = await app.refresh(first.refresh);
    expect([second.status, second.scope]).toEqual([200, 'tools agents']);
    expect([await permissionsOf(first.access), await permissionsOf(second.access)]).toEqual([
      null,
      expect.arrayContaining(['agent:run', 'tool:use']),
    ]);
    clock.advance({ seconds: 30 });
    expect((await app.refresh(first.refresh)).error).toBe('invalid_grant');
    expect(await permissionsOf(second.access)).toBeNull();
    expect((await app.refresh(second.refresh)).error).toBe('invalid_grant');
    await eventually(async () => {
      const { edges } = await identity.audit(owner, { objectType: 'ConnectedApp' });
      expect(edges.map(({ node }) => node['action'])).toEqual(['connected-app.detect-replay', 'connected-app.create']);
    });
  });

  test('that two send at once gives both the same, and the connection goes on', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const first = await app.connect(owner);
    const [left, right] = await Promise.all([app.refresh(first.refresh), app.refresh(first.refresh)]);
    expect([left.status, right]).toEqual([200, left]);
    clock.advance({ seconds: 15 });
    expect(await app.refresh(first.refresh)).toEqual(left);
    expect(await permissionsOf(left.access)).toContain('tool:use');
    const next = await app.refresh(left.refresh);
    expect([next.status, next.access === left.access, next.refresh === left.refresh]).toEqual([200, false, false]);
    expect((await app.refresh(first.refresh, { client_id: 'https://other.example/app.json' })).error).toBe(
      'invalid_grant',
    );
    expect((await app.refresh(next.refresh)).status).toBe(200);
  });

  test('older than the one spent last ends the family at once', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const first = await app.connect(owner);
    const second = await app.refresh(first.refresh);
    const third = await app.refresh(second.refresh);
    expect((await app.refresh(first.refresh)).error).toBe('invalid_grant');
    expect(await permissionsOf(third.access)).toBeNull();
    expect((await app.refresh(second.refresh)).error).toBe('invalid_grant');
  });

  test('narrows and never widens', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const first = await app.connect(owner, { scope: 'tools agents' });
    expect((await app.refresh(first.refresh, { scope: 'tools models' })).error).toBe('invalid_scope');
    const second = await app.refresh(first.refresh, { scope: 'tools' });
    expect(await permissionsOf(second.access)).toEqual(['tool:read', 'tool:use']);
    expect((await app.refresh(second.refresh, { client_id: 'https://other.example/app.json' })).error).toBe(
      'invalid_grant',
    );
    expect((await app.refresh(second.refresh, { resource: 'http://localhost:8080/v1' })).error).toBe('invalid_target');
  });

  test('lasts longer than the access, and not for ever', async () => {
    const { owner } = await identity.tenant();
    const app = await testApp(identity);
    const first = await app.connect(owner);
    clock.advance({ hours: 1 });
    expect(await permissionsOf(first.access)).toBeNull();
    const second = await app.refresh(first.refresh);
    clock.advance({ days: 30 });
    expect((await app.refresh(second.refresh)).error).toBe('invalid_grant');
    expect(await appsOf(owner)).toEqual([]);
  });
});

describe('the end', () => {
  test('comes when the person disconnects, who sees only their own; administrators see those of everybody', async () => {
    const { owner } = await identity.tenant();
    const { owner: stranger } = await identity.tenant();
    const [bob, eve] = await Promise.all(
      ['bob', 'eve'].map((name) => identity.join(owner, { email: `${name}@example.org`, roleKey: 'member' })),
    );
    if (bob === undefined || eve === undefined) throw new Error('Nobody came.');
    const { access } = await (await testApp(identity)).connect(bob);
    const [app] = await appsOf(bob);
    expect([await appsOf(eve), await appsOf(stranger), (await appsOf(owner)).length]).toEqual([[], [], 1]);
    for (const viewer of [eve, stranger]) {
      const { errors } = await executeAs(identity.service, viewer, REVOKE, { id: app?.['id'] });
      expect(errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
    }
    expect(await permissionsOf(access)).not.toBeNull();
    await executeAs(identity.service, bob, REVOKE, { id: app?.['id'] });
    expect([await permissionsOf(access), await appsOf(owner)]).toEqual([null, []]);
  });

  test.each(['access', 'refresh'] as const)('comes when the app gives its %s token back', async (kind) => {
    const { owner } = await identity.tenant();
    const tokens = await (await testApp(identity)).connect(owner);
    const revoke = (token: string) =>
      identity.call('POST', '/oauth/revoke', {
        body: `token=${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await revoke('aea_unknown')).status).toBe(200);
    expect((await revoke(tokens[kind])).status).toBe(200);
    expect(await permissionsOf(tokens.access)).toBeNull();
  });

  test('comes with the person, and does not come back with them', async () => {
    const { owner } = await identity.tenant();
    const bob = await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
    const app = await testApp(identity);
    const { access, refresh } = await app.connect(bob);
    const code = await app.code(bob);
    await executeAs(identity.service, owner, DEACTIVATE, { id: bob.userId });
    expect(await permissionsOf(access)).toBeNull();
    await identity.join(owner, { email: 'bob@example.org', roleKey: 'member' });
    expect([await permissionsOf(access), (await app.refresh(refresh)).error, (await app.redeem(code)).error]).toEqual([
      null,
      'invalid_grant',
      'invalid_grant',
    ]);
  });
});

describe('registration', () => {
  test('answers what it has understood, and clients of one registration ask for themselves', async () => {
    const { status, body } = await register(identity, {
      client_name: 'Cl\u202Eaude\u0000  Code',
      redirect_uris: ['http://localhost/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ client_name: 'Claude Code', token_endpoint_auth_method: 'none' }),
    ]);
    expect(body).not.toHaveProperty('client_secret');
  });

  test.each([
    'javascript:alert(1)//',
    'data:text/html,x',
    'http://app.example/callback',
    'https://app.example/callback#x',
    'https://user@app.example/callback',
    'file:///etc/passwd',
    'callback',
  ])('refuses the redirect %s', async (redirect) => {
    const { status, body } = await register(identity, { redirect_uris: [redirect] });
    expect([status, body]).toEqual([400, expect.objectContaining({ error: 'invalid_redirect_uri' })]);
  });

  test('refuses metadata that would not fit into an address', async () => {
    const redirects = Array.from({ length: 10 }, (_, index) => `https://app.example/${index}/${'x'.repeat(400)}`);
    const { status, body } = await register(identity, { redirect_uris: redirects });
    expect([status, body]).toEqual([400, expect.objectContaining({ error: 'invalid_client_metadata' })]);
  });

  test('has a limit for each network address, which says when to come again', async () => {
    const ask = () =>
      identity.call('POST', '/oauth/register', {
        body: { redirect_uris: ['https://app.example/callback'] },
        headers: { 'x-aether-client-address': '203.0.113.9' },
      });
    const answers = [];
    for (let index = 0; index <= 600; index++) answers.push(await ask());
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(600);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
