import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

const PASSWORD = 'correct horse battery staple';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

async function withPassword() {
  const tenant = await identity.tenant();
  const answer = await identity.call('POST', '/auth/password', {
    viewer: tenant.owner,
    body: { newPassword: PASSWORD },
  });
  expect(answer.status).toBe(204);
  return tenant;
}

const signIn = (email: string, password: string, headers = {}) =>
  identity.call('POST', '/auth/sign-in', { body: { email, password }, headers });

test('signs in with address and password, whatever the case of the address', async () => {
  const { email, ownerId } = await withPassword();
  const answer = await signIn(` ${email.toUpperCase()} `, PASSWORD);
  expect(answer).toMatchObject({ status: 200, body: { signedIn: true } });
  expect(await identity.authenticate(answer.token ?? '')).toMatchObject({ userId: ownerId });
});

test('answers a wrong password, an unknown address and a person without a password alike', async () => {
  const { email } = await withPassword();
  const without = await identity.tenant();
  const answers = await Promise.all([
    signIn(email, 'wrong'),
    signIn('nobody@example.org', PASSWORD),
    signIn(without.email, ''),
  ]);
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 401, token: null, body: { error: { code: 'SIGN_IN_FAILED' } } });
    expect(answer.body).toEqual(answers[0]?.body);
  }
});

test('refuses after too many attempts, also the right password, and says how long to wait', async () => {
  await using strict = await identityFixture({ config: { signInAttempts: 3 } });
  const attempt = (password: string) =>
    strict.call('POST', '/auth/sign-in', { body: { email: 'guess@example.org', password } });
  for (const password of ['a', 'b', 'c']) expect((await attempt(password)).status).toBe(401);
  const refused = await attempt(PASSWORD);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED', retryable: true } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('limits a network address, over all the addresses of people that it tries', async () => {
  await using strict = await identityFixture({ config: { signInAttempts: 1 } });
  const attempt = (name: string, from: string) =>
    strict.call('POST', '/auth/sign-in', {
      body: { email: `${name}@example.org`, password: 'x' },
      headers: { 'x-aether-client-address': from },
    });
  for (const name of ['a', 'b', 'c', 'd', 'e']) expect((await attempt(name, '192.0.2.1')).status).toBe(401);
  expect((await attempt('f', '192.0.2.1')).status).toBe(429);
  expect((await attempt('g', '192.0.2.2')).status).toBe(401);
});

test.for([
  ['text instead of JSON', 'not json', {}, 400, 'VALIDATION_FAILED'],
  ['a body without a password', { email: 'a@example.org' }, {}, 400, 'VALIDATION_FAILED'],
  ['a password that is a number', { email: 'a@example.org', password: 7 }, {}, 400, 'VALIDATION_FAILED'],
  [
    'a form of another page',
    'email=a&password=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
] as const)('refuses %s', async ([, body, headers, status, code]) => {
  expect(await identity.call('POST', '/auth/sign-in', { body, headers })).toMatchObject({
    status,
    body: { error: { code } },
  });
});

test('signing out ends the session and takes the cookie away', async () => {
  const { email } = await withPassword();
  const { token } = await signIn(email, PASSWORD);
  const viewer = await identity.authenticate(token ?? '');
  const answer = await identity.call('POST', '/auth/sign-out', { viewer });
  expect(answer).toMatchObject({ status: 204, token: '' });
  expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0');
  expect(await identity.authenticate(token ?? '')).toBeNull();
  expect((await identity.call('POST', '/auth/sign-out')).status).toBe(204);
});

test('a new password needs the present one, and ends the other sessions', async () => {
  const { email, owner } = await withPassword();
  const { token } = await signIn(email, PASSWORD);
  const change = (currentPassword: string | undefined, newPassword: string) =>
    identity.call('POST', '/auth/password', { viewer: owner, body: { currentPassword, newPassword } });
  await expect(change(undefined, 'another long password')).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
  await expect(change('wrong', 'another long password')).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
  expect(await identity.authenticate(token ?? '')).not.toBeNull();
  expect((await change(PASSWORD, 'another long password')).status).toBe(204);
  expect(await identity.authenticate(token ?? '')).toBeNull();
  expect((await signIn(email, PASSWORD)).status).toBe(401);
  expect((await signIn(email, 'another long password')).status).toBe(200);
});

test.for(['short', 'x'.repeat(300)])(
  'refuses a password of bad length and does not repeat it: %s',
  async (newPassword) => {
    const { owner } = await identity.tenant();
    const refusal = await identity
      .call('POST', '/auth/password', { viewer: owner, body: { newPassword } })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(String(refusal)).not.toContain(newPassword);
  },
);

test('a password that holds the address is refused', async () => {
  const { owner, email } = await identity.tenant();
  const refusal = identity.call('POST', '/auth/password', { viewer: owner, body: { newPassword: `My ${email}!` } });
  await expect(refusal).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('an API key cannot set a password', async () => {
  const { owner } = await identity.tenant();
  const refusal = identity.call('POST', '/auth/password', {
    viewer: { ...owner, sessionId: null },
    body: { newPassword: PASSWORD },
  });
  await expect(refusal).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a failed attempt on a known address stands in the audit log, without the password', async () => {
  const { email, owner, ownerId } = await withPassword();
  await signIn(email, 'a wrong secret');
  await eventually(async () => {
    const { edges } = await identity.audit(owner, { action: 'user.fail-sign-in' });
    expect(edges).toHaveLength(1);
    expect(edges[0]?.node).toMatchObject({ objectId: ownerId, user: null });
    expect(JSON.stringify(edges)).not.toContain('a wrong secret');
  });
});
