import { PlatformError } from '@aether/common/service';
import { startToolServer, type ToolServer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';
import { type TestCredential, testVault } from './test-vault.ts';

let upstream: ToolServer;
let gateway: TestGateway;
/** What the authorization server of `upstream` would take now. */
const good = new Set<string>();
/** What identity holds, by id; a text is why it gives nothing. */
const credentials = new Map<string, TestCredential | 'NEEDS_AUTH' | 'UNAVAILABLE'>();
const refused: (number | null)[] = [];

beforeAll(async () => {
  upstream = await startToolServer();
  const vault = testVault((id, refusedVersion) => {
    refused.push(refusedVersion);
    const held = credentials.get(id);
    if (held === undefined || typeof held === 'string') throw new PlatformError(held ?? 'NOT_FOUND', 'There is none.');
    if (refusedVersion !== held.version) return held;
    const renewed = { ...held, version: held.version + 1, secret: `${held.secret}+` };
    credentials.set(id, renewed);
    return renewed;
  });
  gateway = await startTestGateway({
    config: { allowedOrigins: [new URL(upstream.url).origin], vaultKey: vault.vaultKey },
    operations: vault.operations,
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  good.clear();
  refused.length = 0;
  upstream.signIn = { issuer: 'https://authorization.example', takes: (token) => good.has(token) };
});

const host = (): string => new URL(upstream.url).host;
const token = (secret: string, scopes: readonly string[] = [host()]): TestCredential => ({
  kind: 'OAUTH2',
  version: 1,
  secret,
  scopes,
});
const call = async (slug: string) => {
  const client = await gateway.client();
  return client.callTool({ name: `${slug}__echo`, arguments: { text: 'x' } });
};

test('a server that wants a sign-in is reported so, and a call of it says so', async () => {
  upstream.signIn = null;
  await gateway.connect({ slug: 'open', url: upstream.url });
  expect(gateway.latestReport('open')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
  upstream.signIn = { issuer: 'https://authorization.example', takes: () => false };
  await expect(call('open')).rejects.toMatchObject({ data: { code: 'NEEDS_AUTH', facts: { server: 'open' } } });
  await expect.poll(() => gateway.latestReport('open')).toMatchObject({ status: 'DOWN', access: 'NEEDS_AUTH' });
  // Nobody is left alone for a while, as after a failure: the next call finds out.
  upstream.signIn = null;
  expect(await call('open')).toMatchObject({ content: [{ text: 'x' }] });
});

test('a server with a credential that nobody has authorized yet is not asked', async () => {
  credentials.set('crd_pending', 'NEEDS_AUTH');
  const before = upstream.calls.length;
  await gateway.connect({ slug: 'pending', url: upstream.url, credential: { id: 'crd_pending' } }, []);
  expect(gateway.latestReport('pending')).toMatchObject({ status: 'DOWN', access: 'NEEDS_AUTH' });
  expect(upstream.calls).toHaveLength(before);
});

test('its token goes along with each request, and one that was refused is replaced once', async () => {
  good.add('first');
  credentials.set('crd_good', token('first'));
  await gateway.connect({ slug: 'good', url: upstream.url, credential: { id: 'crd_good' } });
  expect(gateway.latestReport('good')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
  good.clear();
  good.add('first+');
  const before = upstream.calls.length;
  expect(await call('good')).toMatchObject({ content: [{ text: 'x' }] });
  expect(upstream.calls).toHaveLength(before + 1);
  expect(refused).toContain(1);
});

test('a token that is refused again needs a person, and nothing was called', async () => {
  good.add('lost');
  credentials.set('crd_lost', token('lost'));
  await gateway.connect({ slug: 'lost', url: upstream.url, credential: { id: 'crd_lost' } });
  good.clear();
  const before = upstream.calls.length;
  await expect(call('lost')).rejects.toMatchObject({ data: { code: 'NEEDS_AUTH' } });
  expect(upstream.calls).toHaveLength(before);
});

test('a token is sent to the server that it was granted for, and to no other', async () => {
  good.add('foreign');
  credentials.set('crd_foreign', token('foreign', ['tools.example.com']));
  await gateway.connect({ slug: 'foreign', url: upstream.url, credential: { id: 'crd_foreign' } }, []);
  expect(gateway.latestReport('foreign')).toMatchObject({
    status: 'DOWN',
    access: null,
    lastError: expect.stringContaining('tools.example.com'),
  });
});

test('a token of one server is not sent to another one on the same host', async () => {
  good.add('neighbor');
  const { origin } = new URL(upstream.url);
  credentials.set('crd_neighbor', { ...token('neighbor'), resource: `${origin}/other` });
  await gateway.connect({ slug: 'neighbor', url: upstream.url, credential: { id: 'crd_neighbor' } }, []);
  expect(gateway.latestReport('neighbor')).toMatchObject({
    status: 'DOWN',
    access: null,
    lastError: expect.stringContaining(`${origin}/other`),
  });
  credentials.set('crd_own', { ...token('neighbor'), resource: upstream.url });
  await gateway.connect({ slug: 'own', url: upstream.url, credential: { id: 'crd_own' } });
  expect(gateway.latestReport('own')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
});

test('while identity does not answer, a call was not sent', async () => {
  good.add('away');
  credentials.set('crd_away', token('away'));
  await gateway.connect({ slug: 'away', url: upstream.url, credential: { id: 'crd_away' } });
  credentials.set('crd_away', 'UNAVAILABLE');
  await expect(call('away')).rejects.toMatchObject({ data: { code: 'TOOL_SERVER_UNAVAILABLE' } });
});

test('a key that is refused is no sign-in: it is told as before', async () => {
  credentials.set('crd_key', { kind: 'API_KEY', version: 1, secret: 'wrong', scopes: [] });
  await gateway.connect({ slug: 'key', url: upstream.url, credential: { id: 'crd_key' } }, []);
  expect(gateway.latestReport('key')).toMatchObject({
    access: null,
    lastError: expect.stringContaining('refused the credential'),
  });
});
