import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { identityFixture } from './identity-fixture.ts';
import { oauthFixture, type OAuthFixture } from './oauth-fixture.ts';

let oauth: OAuthFixture;
beforeAll(async () => {
  oauth = await oauthFixture();
});
afterAll(() => oauth[Symbol.asyncDispose]());
beforeEach(() => oauth.server.behave());

describe('a token', () => {
  test.each([
    ['is still good', 30],
    ['has ended', 0],
  ])('that %s is renewed once, however many ask in two processes', async (_, lifetimeSeconds) => {
    oauth.server.lifetimeSeconds = lifetimeSeconds;
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    await using second = await identityFixture({
      config: { allowedOrigins: [oauth.server.issuer, new URL(oauth.tools.url).origin] },
    });
    const held = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    oauth.server.lifetimeSeconds = 3_600;
    oauth.server.beforeRefresh = () => {
      reached.resolve();
      return held.promise;
    };
    const before = oauth.server.granted.refresh_token;
    const asked = Array.from({ length: 20 }, (__, index) =>
      oauth.token(owner, id, undefined, index % 2 === 0 ? oauth.identity : second),
    );
    await reached.promise;
    // Nobody waits for the next token while this one is good.
    if (lifetimeSeconds > 0) await Promise.all(asked);
    held.resolve();
    for (const { token } of await Promise.all(asked)) expect(oauth.server.takes(token ?? '')).toBe(true);
    await eventually(async () => expect(await oauth.status(owner, id)).toMatchObject({ status: 'ACTIVE', version: 3 }));
    expect(oauth.server.granted.refresh_token).toBe(before + 1);
    expect(oauth.server.refused).not.toContain('reused refresh token');
  });

  test('that the server refused is replaced, once for all who were refused', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const { version } = await oauth.token(owner, id);
    oauth.server.forgetAccessTokens();
    const before = oauth.server.granted.refresh_token;
    const given = await Promise.all(Array.from({ length: 8 }, () => oauth.token(owner, id, version ?? 0)));
    for (const { token } of given) expect(oauth.server.takes(token ?? '')).toBe(true);
    expect(oauth.server.granted.refresh_token).toBe(before + 1);
  });

  test('whose grant was withdrawn needs a person, who signs in again with the same credential', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const { version } = await oauth.token(owner, id);
    oauth.server.withdraw();
    expect((await oauth.token(owner, id, version ?? 0)).error?.extensions).toMatchObject({ code: 'NEEDS_AUTH' });
    expect(await oauth.status(owner, id)).toMatchObject({ status: 'EXPIRED' });
    const { authorizationUrl, credential } = await oauth.begin(owner, { credentialId: id });
    expect(credential?.id).toBe(id);
    await oauth.comeBack(owner, await oauth.server.agree(authorizationUrl ?? ''));
    expect(oauth.server.takes((await oauth.token(owner, id)).token ?? '')).toBe(true);
  });

  test('stays in use while the authorization server is down, until it ends', async () => {
    oauth.server.lifetimeSeconds = 30;
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    oauth.server.faults.tokenStatus = 503;
    const { token, version } = await oauth.token(owner, id);
    expect(oauth.server.takes(token ?? '')).toBe(true);
    const refused = await oauth.token(owner, id, version ?? 0);
    expect(refused.error?.extensions).toMatchObject({ code: 'AUTHORIZATION_FAILED' });
    oauth.server.faults.tokenStatus = null;
    expect((await oauth.token(owner, id, version ?? 0)).token).not.toBe(token);
  });

  test('a refusal on the way back leaves what was granted before', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const { authorizationUrl } = await oauth.begin(owner, { credentialId: id });
    oauth.server.faults.refuses = 'access_denied';
    await oauth.comeBack(owner, await oauth.server.agree(authorizationUrl ?? ''));
    expect(oauth.server.takes((await oauth.token(owner, id)).token ?? '')).toBe(true);
  });

  test('of one server is not given up for another one on the same host, whether somebody has signed in already or not', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const pending = (await oauth.begin(owner)).credential?.id;
    for (const credentialId of [id, pending]) {
      const { userErrors } = await oauth.begin(owner, { target: 'neighbor', credentialId });
      expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['credentialId'] }]);
    }
    expect(oauth.server.takes((await oauth.token(owner, id)).token ?? '')).toBe(true);
  });

  test('a credential of somebody else, of another kind or of another tenant is not authorized anew', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    const other = await oauth.identity.tenant();
    await expect(oauth.begin(other.owner, { credentialId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const member = await oauth.identity.join(owner, { email: `m-${Date.now()}@example.org`, roleKey: 'admin' });
    const stranger = { ...member, permissions: ['credential:write', 'tool:read'] };
    await expect(oauth.begin(stranger, { credentialId: id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
