import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityFixture, type IdentityFixture } from './identity-fixture.ts';

let identity: IdentityFixture;
beforeAll(async () => {
  identity = await identityFixture();
});
afterAll(() => identity[Symbol.asyncDispose]());

const pathOf = (url: string) => new URL(url).pathname;

test('a new tenant has an owner who signs in with a link', async () => {
  const { tenantId, ownerId, signInUrl } = await identity.service.createTenant({
    name: 'Acme',
    ownerEmail: 'Ada@Example.org ',
  });
  const answer = await identity.call('GET', pathOf(signInUrl));
  expect(answer).toMatchObject({ status: 303, location: '/' });
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^aether_session=\w{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  );
  const viewer = await identity.authenticate(answer.token ?? '');
  expect(viewer).toMatchObject({ tenantId, userId: ownerId, roleKey: 'owner', scopes: [] });
  expect(viewer?.sessionId).toMatch(/^ses_/);
});

test('a link works once, also when two follow it at once', async () => {
  const { signInUrl } = await identity.service.createTenant({ name: 'Acme', ownerEmail: 'ada@example.org' });
  const answers = await Promise.all([1, 2, 3].map(() => identity.call('GET', pathOf(signInUrl))));
  expect(answers.map((answer) => answer.location).toSorted()).toEqual([
    '/',
    '/sign-in?error=LINK_INVALID',
    '/sign-in?error=LINK_INVALID',
  ]);
  expect((await identity.call('GET', pathOf(signInUrl))).location).toBe('/sign-in?error=LINK_INVALID');
});

test('a prefetch does not use the link up', async () => {
  const { signInUrl } = await identity.service.createTenant({ name: 'Acme', ownerEmail: 'ada@example.org' });
  const looked = await identity.call('GET', pathOf(signInUrl), { headers: { 'sec-purpose': 'prefetch;prerender' } });
  expect(looked).toMatchObject({ status: 204, token: null });
  expect((await identity.call('GET', pathOf(signInUrl))).location).toBe('/');
});

test('an unknown link goes to the sign-in page', async () => {
  expect((await identity.call('GET', '/auth/link/unknown')).location).toBe('/sign-in?error=LINK_INVALID');
});

const CONSENT = '/oauth/authorize?client_id=aecl_1&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb&state=a%20b&scope=mcp';
const following = async (cookie: string) => {
  const { signInUrl } = await identity.service.createTenant({ name: 'Acme', ownerEmail: 'ada@example.org' });
  return identity.call('GET', pathOf(signInUrl), { headers: { cookie } });
};

test('whoever was sent to sign in goes on where they were on the way to, once', async () => {
  const answer = await following(`theme=dark; aether_return=${encodeURIComponent(CONSENT)}`);
  expect(answer).toMatchObject({ status: 303, location: CONSENT, token: expect.stringMatching(/^\w{43}$/) });
  expect(answer.headers.getSetCookie()).toContainEqual('aether_return=; Path=/auth/link; SameSite=Lax; Max-Age=0');
  const cookie = `aether_return=${encodeURIComponent(CONSENT)}`;
  const invalid = await identity.call('GET', '/auth/link/unknown', { headers: { cookie } });
  const page = new URL(invalid.location ?? '', 'http://localhost');
  expect([page.pathname, ...page.searchParams.values()]).toEqual(['/sign-in', 'LINK_INVALID', CONSENT]);
});

test.for([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example/',
  '/.//evil.example/',
  '/x/..//evil.example/',
  '/%2e//evil.example',
  'javascript:alert(1)',
  '/auth/link/of-somebody-else',
  '/x/../auth/link/of-somebody-else',
  'evil.example',
  '\\\\evil.example',
  ' //evil.example',
  '',
])('to another site, or to another link, as by %j, no link leads', async (address) => {
  for (const cookie of [
    `aether_return=${encodeURIComponent(address)}`,
    `aether_return=${address.replaceAll(/\s/gu, '')}`,
  ]) {
    const { location } = await following(cookie);
    expect(new URL(location ?? '', 'http://localhost:8080').origin).toBe('http://localhost:8080');
    expect(location).toBe('/');
  }
});

test('an address that is no text is none, and what could end a header is encoded', async () => {
  expect((await following('aether_return=%E0%A4%A')).location).toBe('/');
  expect((await following(`aether_return=${encodeURIComponent('/a\r\nset-cookie: x=1')}`)).location).toBe(
    '/aset-cookie:%20x=1',
  );
});

test('on https the cookie is secure', async () => {
  await using secure = await identityFixture({ config: { publicUrl: 'https://aether.example.org' } });
  const { signInUrl } = await secure.service.createTenant({ name: 'Acme', ownerEmail: 'ada@example.org' });
  expect(signInUrl).toMatch(/^https:\/\/aether\.example\.org\/auth\/link\/\w{43}$/);
  expect((await secure.call('GET', pathOf(signInUrl))).headers.getSetCookie()[0]).toMatch(/; Secure$/);
});

test('the first tenant is made once, and asking again gives a link only as long as nobody can sign in', async () => {
  const [first, second] = await Promise.all([
    identity.service.createFirstTenant(),
    identity.service.createFirstTenant(),
  ]);
  expect(Number(first.created) + Number(second.created)).toBeLessThanOrEqual(1);
  const again = await identity.service.createFirstTenant();
  expect(again.created).toBe(false);
  const link = await identity.service.createSignInLink();
  expect((await identity.call('GET', pathOf(link))).location).toBe('/');
  expect(await identity.service.createFirstTenant()).toMatchObject({ created: false, signInUrl: null });
});
