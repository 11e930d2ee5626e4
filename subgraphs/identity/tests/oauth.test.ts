import { Writable } from 'node:stream';
import { createLogger } from '@aether/common/service';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { everythingOf } from './everything-of.ts';
import { eventually } from './eventually.ts';
import { oauthFixture, type OAuthFixture } from './oauth-fixture.ts';

let log = '';
let oauth: OAuthFixture;
beforeAll(async () => {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  oauth = await oauthFixture({ parts: { logger: createLogger('identity', { level: 'debug', destination }) } });
});
afterAll(() => oauth[Symbol.asyncDispose]());
beforeEach(() => oauth.server.behave());

describe('signing in to a tool server', () => {
  test('leads to the authorization page and back, and then a gateway is given a token that the server takes', async () => {
    const { owner } = await oauth.identity.tenant();
    const { credential, authorizationUrl, userErrors } = await oauth.begin(owner);
    expect(userErrors).toEqual([]);
    expect(credential).toMatchObject({
      kind: 'OAUTH2',
      status: 'AUTHORIZATION_PENDING',
      scopes: [new URL(oauth.tools.url).host],
    });
    const url = new URL(authorizationUrl ?? '');
    expect(url.origin).toBe(oauth.server.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: oauth.tools.url,
      redirect_uri: 'http://localhost:8080/auth/credentials/callback',
      scope: 'tools',
    });
    const id = credential?.id ?? '';
    expect((await oauth.token(owner, id)).error?.extensions).toMatchObject({ code: 'NEEDS_AUTH' });

    const back = await oauth.comeBack(owner, await oauth.server.agree(url.href));
    expect(back).toMatchObject({ status: 303, location: '/tools/tsv_web?signIn=DONE' });
    expect(back.headers.get('referrer-policy')).toBe('no-referrer');
    const { token, resource } = await oauth.token(owner, id);
    expect(oauth.server.takes(token ?? '')).toBe(true);
    expect(resource).toBe(oauth.tools.url);
    expect(await oauth.status(owner, id)).toMatchObject({ status: 'ACTIVE', version: 2, expiresAt: null });
    await eventually(async () => {
      const { edges } = await oauth.identity.audit(owner, { objectType: 'Credential' });
      const actions = edges.map(({ node }) => node['action']);
      expect(actions).toEqual(['credential.authorize', 'credential.request-consent']);
    });
  });

  test('keeps no token and no verifier in clear, in the graph, the audit log or the log', async () => {
    const { owner, tenantId } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const { token } = await oauth.token(owner, id);
    const kept = JSON.stringify(await everythingOf(oauth.identity.parts.database, tenantId));
    expect(token).toMatch(/^[\w-]{32}$/u);
    expect(kept).toContain(id);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain('codeVerifier');
    expect(log).not.toContain(token);
  });

  test('the way back works once, for the person and the session that began it', async () => {
    const { owner } = await oauth.identity.tenant();
    const admin = await oauth.identity.join(owner, { email: `a-${Date.now()}@example.org`, roleKey: 'admin' });
    const { authorizationUrl } = await oauth.begin(owner);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    const refused = { status: 303, location: '/tools?signIn=LINK_INVALID' };
    expect(await oauth.comeBack(admin, back)).toMatchObject(refused);
    expect(await oauth.comeBack({ ...owner, sessionId: 'ses_other' }, back)).toMatchObject(refused);
    const other = await oauth.identity.tenant();
    expect(await oauth.comeBack(other.owner, back)).toMatchObject(refused);
    expect(await oauth.comeBack(null, back)).toMatchObject({ status: 303, location: '/sign-in' });
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: '/tools/tsv_web?signIn=DONE' });
    expect(await oauth.comeBack(owner, back)).toMatchObject(refused);
    expect(oauth.server.refused).not.toContain('reused code');
  });

  test.each(['', 'crd_1', 'crd_1.x', `crd_1.${'a'.repeat(43)}`, `crd_1.${'a'.repeat(43)}' OR 1=1`])(
    'a state %j that we have not made is refused',
    async (state) => {
      const { owner } = await oauth.identity.tenant();
      const back = new URL('http://localhost:8080/auth/credentials/callback?code=x');
      back.searchParams.set('state', state);
      expect(await oauth.comeBack(owner, back)).toMatchObject({ location: '/tools?signIn=LINK_INVALID' });
    },
  );

  test('a person who may store no credentials begins none, nor does a key', async () => {
    const { owner } = await oauth.identity.tenant();
    const viewer = { ...owner, permissions: ['tool:read'] };
    await expect(oauth.begin(viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(oauth.begin({ ...owner, sessionId: null })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('who loses the right on the way gets nothing', async () => {
    const { owner } = await oauth.identity.tenant();
    const { credential, authorizationUrl } = await oauth.begin(owner);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    const lesser = { ...owner, permissions: ['credential:manage'] };
    expect(await oauth.comeBack(lesser, back)).toMatchObject({ location: '/tools/tsv_web?signIn=FORBIDDEN' });
    expect(await oauth.status(owner, credential?.id ?? '')).toMatchObject({ status: 'AUTHORIZATION_PENDING' });
  });
});

describe('an authorization server that', () => {
  test.each([
    ['access_denied', 'AUTHORIZATION_DENIED'],
    ['invalid_scope', 'AUTHORIZATION_FAILED'],
  ])('refuses with %s is told as %s', async (refuses, code) => {
    oauth.server.faults.refuses = refuses;
    const { owner } = await oauth.identity.tenant();
    const { authorizationUrl } = await oauth.begin(owner);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: `/tools/tsv_web?signIn=${code}` });
  });

  test('is imitated by another one gets no code', async () => {
    oauth.server.faults.wrongIssuer = true;
    const { owner } = await oauth.identity.tenant();
    const { authorizationUrl } = await oauth.begin(owner);
    const before = oauth.server.granted.authorization_code;
    const back = await oauth.server.agree(authorizationUrl ?? '');
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: '/tools/tsv_web?signIn=AUTHORIZATION_FAILED' });
    expect(oauth.server.granted.authorization_code).toBe(before);
  });

  test('offers no PKCE is not used', async () => {
    oauth.server.faults.withoutPkce = true;
    const { owner } = await oauth.identity.tenant();
    expect((await oauth.begin(owner)).userErrors).toMatchObject([
      { code: 'AUTHORIZATION_UNSUPPORTED', path: ['target'], message: expect.stringContaining('PKCE') },
    ]);
  });

  test('registers nobody takes a client that was registered by hand', async () => {
    oauth.server.faults.withoutRegistration = true;
    const { owner } = await oauth.identity.tenant();
    expect((await oauth.begin(owner)).userErrors).toMatchObject([
      { code: 'AUTHORIZATION_UNSUPPORTED', path: ['clientId'] },
    ]);
    oauth.server.addClient('by-hand', 's3cret & more', 'http://localhost:8080/auth/credentials/callback');
    const client = { clientId: 'by-hand', clientSecret: 's3cret & more' };
    const { credential, authorizationUrl } = await oauth.begin(owner, client);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: '/tools/tsv_web?signIn=DONE' });
    expect((await oauth.token(owner, credential?.id ?? '')).token).not.toBeNull();
  });

  test('has its token endpoint at a private address is not asked', async () => {
    oauth.server.faults.tokenEndpoint = 'http://127.0.0.1:9/token';
    const { owner } = await oauth.identity.tenant();
    const { authorizationUrl } = await oauth.begin(owner);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: '/tools/tsv_web?signIn=ADDRESS_REFUSED' });
  });

  test('is itself at a private address that nobody allowed is not asked', async () => {
    await using closed = await oauthFixture({ allowed: 'tools' });
    const { owner } = await closed.identity.tenant();
    expect((await closed.begin(owner)).userErrors).toMatchObject([{ code: 'ADDRESS_REFUSED' }]);
  });

  test('a target that is no tool server with an address is named', async () => {
    const { owner } = await oauth.identity.tenant();
    expect((await oauth.begin(owner, { target: 'nothing' })).userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['target'] },
    ]);
  });
});
