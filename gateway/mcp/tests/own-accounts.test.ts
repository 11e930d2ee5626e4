import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Viewer } from '@aether/common/security';
import { serveFetch, startToolServer, testViewer, type ToolServer } from '@aether/test-support';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';
import { type TestCredential, testVault } from './test-vault.ts';

let upstream: ToolServer;
let gateway: TestGateway;
let bob: Viewer;
/** What people have connected, by person. */
const own = new Map<string | null, TestCredential>();
/** Tokens that reached the server, in order. */
const seen: string[] = [];
const good = new Set<string>();

beforeAll(async () => {
  upstream = await startToolServer();
});
afterAll(() => upstream[Symbol.asyncDispose]());
beforeEach(async () => {
  own.clear();
  good.clear();
  seen.length = 0;
  upstream.signIn = {
    issuer: 'https://authorization.example',
    takes(token) {
      seen.push(token);
      return good.has(token);
    },
  };
  const vault = testVault(
    () => ({ kind: 'OAUTH2', version: 1, secret: 'of-the-server', scopes: [new URL(upstream.url).host] }),
    (userId) => own.get(userId) ?? null,
  );
  gateway = await startTestGateway({
    config: { allowedOrigins: [new URL(upstream.url).origin], vaultKey: vault.vaultKey },
    operations: vault.operations,
  });
  bob = testViewer({ tenantId: gateway.viewer.tenantId });
});
afterEach(() => gateway[Symbol.asyncDispose]());

const server = { slug: 'mail', credentialPerUser: true } as const;
function give({ userId }: Viewer, secret: string, more: Partial<TestCredential> = {}): void {
  good.add(secret);
  own.set(userId, { kind: 'BEARER', version: 1, secret, scopes: [], resource: upstream.url, ...more });
}
const check = (viewer: Viewer, slug = 'mail') =>
  fetch(`${gateway.origin}/v1/tool-servers/${slug}/check`, {
    method: 'POST',
    headers: gateway.headers(viewer, 'agents'),
  });
async function call(viewer: Viewer, tool = 'echo', args: Record<string, unknown> = { text: 'x' }) {
  const client = await gateway.client('/mcp', gateway.headers(viewer, 'executions'));
  return client.callTool({ name: `mail__${tool}`, arguments: args });
}
const NEEDS_OWN = { data: { code: 'NEEDS_AUTH', facts: { server: 'mail', ownAccount: true } } };

/** Connected by the first person, whose account tells what there is, and approved. */
async function connected(): Promise<void> {
  give(gateway.viewer, 'of-ada');
  gateway.put({ ...server, url: upstream.url });
  expect((await check(gateway.viewer)).status).toBe(200);
  await expect.poll(() => gateway.latestReport('mail')?.tools?.length ?? 0).toBeGreaterThan(0);
  await gateway.approve('mail/echo', 'mail/slow');
}

test('each call is made with the account of the person who calls', async () => {
  await connected();
  give(bob, 'of-bob');
  seen.length = 0;
  expect(await call(bob)).toMatchObject({ content: [{ text: 'x' }] });
  expect(new Set(seen)).toEqual(new Set(['of-bob']));
  seen.length = 0;
  expect(await call(gateway.viewer)).toMatchObject({ content: [{ text: 'x' }] });
  expect(new Set(seen)).toEqual(new Set(['of-ada']));
});

test('what a member is offered only adds to the catalog; who may approve tools is believed', async () => {
  const member = testViewer({ tenantId: gateway.viewer.tenantId, roleKey: 'MEMBER' });
  give(member, 'of-member');
  gateway.put({ ...server, url: upstream.url });
  expect((await check(member)).status).toBe(200);
  await expect.poll(() => gateway.latestReport('mail')).toMatchObject({ status: 'HEALTHY', isPartial: true });
  give(gateway.viewer, 'of-ada');
  expect((await check(gateway.viewer)).status).toBe(200);
  await expect.poll(() => gateway.latestReport('mail')).toMatchObject({ status: 'HEALTHY', isPartial: false });
  const before = gateway.reports.length;
  await new Promise((resolve) => {
    setTimeout(resolve, 2_100);
  });
  expect((await check(member)).status).toBe(200);
  expect(gateway.reports).toHaveLength(before);
});

test('of two people who may approve tools one tells what there is, while that connection is open', async () => {
  const as = async (request: Request): Promise<Response> => {
    const { id, method } = (await request.json()) as { id?: number; method: string };
    if (id === undefined) return new Response(null, { status: 202 });
    const name = request.headers.get('authorization')?.replace('Bearer ', '') ?? 'nobody';
    const results: Readonly<Record<string, object>> = {
      initialize: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'personal', version: '1.0.0' },
      },
      'tools/list': { tools: [{ name, inputSchema: { type: 'object' } }] },
    };
    const result = results[method];
    const error = { code: -32_601, message: 'Method not found' };
    return Response.json({ jsonrpc: '2.0', id, ...(result === undefined ? { error } : { result }) });
  };
  await using personal = await serveFetch(as);
  const vault = testVault(
    () => ({ kind: 'BEARER', version: 1, secret: 'of-the-server', scopes: [] }),
    (userId) => own.get(userId) ?? null,
  );
  await using other = await startTestGateway({
    config: { allowedOrigins: [personal.origin], vaultKey: vault.vaultKey },
    operations: vault.operations,
  });
  const url = `${personal.origin}/mcp`;
  const people = [other.viewer, testViewer({ tenantId: other.viewer.tenantId })];
  for (const [index, person] of people.entries()) give(person, `of-${index}`, { resource: url });
  other.put({ slug: 'personal', credentialPerUser: true, url });
  for (const person of people) {
    const headers = other.headers(person, 'agents');
    const checked = await fetch(`${other.origin}/v1/tool-servers/personal/check`, { method: 'POST', headers });
    expect(checked.status).toBe(200);
  }
  expect(other.reports.flatMap(({ tools }) => tools?.map(({ name }) => name) ?? [])).toEqual(['of-0']);
});

test('two people at once are never mixed up', async () => {
  await connected();
  give(bob, 'of-bob');
  const before = upstream.calls.length;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      call(index % 2 === 0 ? bob : gateway.viewer, 'echo', { text: String(index) }),
    ),
  );
  expect(answers.map(({ content }) => (content as { text: string }[])[0]?.text)).toEqual(
    Array.from({ length: 20 }, (_, index) => String(index)),
  );
  const made = upstream.calls
    .slice(before)
    .map(({ arguments: given, headers }) => [Number(given['text']) % 2, headers['authorization']]);
  expect(made).toHaveLength(20);
  expect(new Set(made.map(String))).toEqual(new Set(['0,Bearer of-bob', '1,Bearer of-ada']));
});

test('who has no account is told to connect one, and nothing is sent, with the credential of the server neither', async () => {
  good.add('of-the-server');
  const before = upstream.calls.length;
  await gateway.connect({ ...server, url: upstream.url, credential: { id: 'crd_server' } });
  expect(gateway.latestReport('mail')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
  // Only the list was read with it.
  expect(new Set(seen)).toEqual(new Set(['of-the-server']));
  expect(upstream.calls).toHaveLength(before);
  seen.length = 0;
  await expect(call(bob)).rejects.toMatchObject(NEEDS_OWN);
  expect(seen).toEqual([]);
  // Of the server as such nothing else is said because of it.
  expect(gateway.latestReport('mail')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
  give(bob, 'of-bob');
  expect(await call(bob)).toMatchObject({ content: [{ text: 'x' }] });
  expect(new Set(seen)).toEqual(new Set(['of-bob']));
});

test('without a credential of its own nobody asks a server before a person has connected an account', async () => {
  gateway.put({ ...server, url: upstream.url });
  const refused = await check(bob);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ error: { code: 'NEEDS_AUTH' } });
  expect(seen).toEqual([]);
  expect(gateway.latestReport('mail')).toBeUndefined();
});

test('an API key and a service account are told to call as a person', async () => {
  await connected();
  give(bob, 'of-bob');
  seen.length = 0;
  const apiKey = { id: 'key_1', models: [], tools: [], tokensPerMinute: null };
  for (const viewer of [
    { ...bob, apiKey },
    { ...bob, userId: null, serviceAccountId: 'svc_1' },
  ])
    await expect(call(viewer)).rejects.toMatchObject({
      data: { code: 'TOOL_NEEDS_PERSON', facts: { server: 'mail' } },
    });
  expect(seen).toEqual([]);
});

test('a token that is refused is a matter of its person: others go on', async () => {
  await connected();
  give(bob, 'of-bob', { kind: 'OAUTH2', scopes: [new URL(upstream.url).host] });
  good.delete('of-bob');
  await expect(call(bob)).rejects.toMatchObject(NEEDS_OWN);
  expect(await call(gateway.viewer)).toMatchObject({ content: [{ text: 'x' }] });
  expect(gateway.latestReport('mail')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
});

test('taking the account away ends the connection, in the middle of a call too', async () => {
  await connected();
  give(bob, 'of-bob');
  const before = upstream.calls.length;
  const ended = call(bob, 'slow', { ms: 60_000 }).catch((error: unknown) => error);
  await expect.poll(() => upstream.calls.length).toBeGreaterThan(before);
  own.delete(bob.userId);
  gateway.revoked(bob.userId);
  expect(await ended).toMatchObject({ data: { code: 'TOOL_INTERRUPTED' } });
  await expect(call(bob)).rejects.toMatchObject(NEEDS_OWN);
  expect(await call(gateway.viewer)).toMatchObject({ content: [{ text: 'x' }] });
});

test('an account is not sent to another address than the one it was connected at', async () => {
  await connected();
  const heard: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    heard.push(request.headers.authorization);
    response.writeHead(500).end();
  });
  elsewhere.listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const { port } = elsewhere.address() as AddressInfo;
  for (const url of [`http://127.0.0.1:${port}/mcp`, new URL('/other', upstream.url).href]) {
    seen.length = 0;
    gateway.put({ ...server, url });
    expect((await check(gateway.viewer)).status).toBe(409);
    await expect(call(gateway.viewer)).rejects.toMatchObject(NEEDS_OWN);
    expect(seen).toEqual([]);
  }
  expect(heard).toEqual([]);
  elsewhere.close();
});

test('one that was stored for no address goes nowhere', async () => {
  await connected();
  own.set(bob.userId, { kind: 'API_KEY', version: 1, secret: 'of-bob', scopes: [] });
  seen.length = 0;
  await expect(call(bob)).rejects.toMatchObject(NEEDS_OWN);
  expect(seen).toEqual([]);
});

test('another account of the same person gets a connection of its own', async () => {
  await connected();
  give(bob, 'of-bob');
  await call(bob);
  const session = (index: number) => upstream.calls.at(index)?.headers['mcp-session-id'];
  const first = session(-1);
  await call(bob);
  expect(session(-1)).toBe(first);
  give(bob, 'of-bob-at-work', { version: 2 });
  gateway.revoked(bob.userId);
  await expect.poll(async () => (await call(bob), session(-1))).not.toBe(first);
  expect(upstream.calls.at(-1)?.headers['authorization']).toBe('Bearer of-bob-at-work');
});

test('a change of one person ends nobody else’s call', async () => {
  await connected();
  give(bob, 'of-bob');
  const before = upstream.calls.length;
  const slow = call(gateway.viewer, 'slow', { ms: 800 });
  await expect.poll(() => upstream.calls.length).toBeGreaterThan(before);
  seen.length = 0;
  own.delete(bob.userId);
  gateway.revoked(bob.userId);
  expect((await slow).isError).not.toBe(true);
  expect(seen).toEqual([]);
});

test('a list that cannot be read ends no call that is under way', async () => {
  await connected();
  const before = upstream.calls.length;
  const slow = call(gateway.viewer, 'slow', { ms: 800 });
  await expect.poll(() => upstream.calls.length).toBeGreaterThan(before);
  upstream.forgetSessions();
  expect((await check(gateway.viewer)).status).toBe(200);
  expect((await slow).isError).not.toBe(true);
});

test('a key that a person has stored and the server refuses is to be replaced by that person', async () => {
  await connected();
  give(bob, 'of-bob', { kind: 'API_KEY' });
  good.delete('of-bob');
  await expect(call(bob)).rejects.toMatchObject(NEEDS_OWN);
  give(bob, 'of-bob-again', { kind: 'API_KEY' });
  expect(await call(bob)).toMatchObject({ content: [{ text: 'x' }] });
});

test('an API key that may not use a server cannot have it checked', async () => {
  await connected();
  const apiKey = { id: 'key_1', models: [], tools: ['crm/*'], tokensPerMinute: null };
  seen.length = 0;
  expect((await check({ ...gateway.viewer, apiKey })).status).toBe(404);
  expect(seen).toEqual([]);
});
