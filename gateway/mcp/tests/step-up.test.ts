import { startToolServer, type ToolServer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';
import { type TestCredential, testVault } from './test-vault.ts';

let upstream: ToolServer;
let gateway: TestGateway;
/** Scopes that each token has. */
const granted = new Map<string, readonly string[]>();
/** What identity holds: one credential. */
let held: TestCredential;
/** What identity was asked for, and what it says that a sign-in may still bring. */
const asked: string[][] = [];
let mayBring: (scopes: readonly string[]) => readonly string[] = (scopes) => scopes;
let wanted = 'tools write';

beforeAll(async () => {
  upstream = await startToolServer();
  const vault = testVault(() => held);
  gateway = await startTestGateway({
    config: { allowedOrigins: [new URL(upstream.url).origin], vaultKey: vault.vaultKey },
    operations: {
      ...vault.operations,
      AskForScopes: ({ input }) => {
        const { scopes } = input as { scopes: string[] };
        asked.push(scopes);
        return { askForScopes: { askedScopes: mayBring(scopes), userErrors: [] } };
      },
    },
  });
  give('narrow', 1, ['tools']);
  upstream.signIn = {
    issuer: 'https://authorization.example',
    takes: (token) => granted.has(token),
    lacks: (token) => (wanted.split(' ').every((scope) => granted.get(token)?.includes(scope)) ? null : wanted),
  };
  await gateway.connect({ slug: 'web', url: upstream.url, credential: { id: 'crd_web' } });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  wanted = 'tools write';
  mayBring = (scopes) => scopes.filter((scope) => !granted.get(held.secret)?.includes(scope));
  give('narrow', 1, ['tools']);
  asked.length = 0;
});

function give(secret: string, version: number, scopes: readonly string[]): void {
  granted.set(secret, scopes);
  held = { kind: 'OAUTH2', version, secret, scopes: [new URL(upstream.url).host] };
}
const call = async () => (await gateway.client()).callTool({ name: 'web__echo', arguments: { text: 'x' } });

test('a call that needs more than was granted waits for a person, and goes on with what they grant', async () => {
  const before = upstream.calls.length;
  await expect(call()).rejects.toMatchObject({
    data: { code: 'NEEDS_AUTH', facts: { server: 'web', scopes: ['write'] } },
    message: expect.stringContaining('grant write'),
  });
  expect(asked).toEqual([['tools', 'write']]);
  expect(upstream.calls).toHaveLength(before);
  // Its other tools are as they were: nothing says that the server is down.
  expect(gateway.latestReport('web')).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
  give('wide', 2, ['tools', 'write']);
  expect(await call()).toMatchObject({ content: [{ text: 'x' }] });
});

test('who signed in while the call was on its way is not asked again', async () => {
  mayBring = () => {
    give('wide', 2, ['tools', 'write']);
    return [];
  };
  const before = upstream.calls.length;
  expect(await call()).toMatchObject({ content: [{ text: 'x' }] });
  expect(upstream.calls).toHaveLength(before + 1);
});

test('a server that always wants what it was given is refused after two requests', async () => {
  mayBring = () => [];
  await expect(call()).rejects.toMatchObject({
    data: { code: 'TOOL_UNAUTHORIZED', facts: { scopes: ['tools', 'write'] } },
  });
  expect(asked).toHaveLength(1);
  asked.length = 0;
  mayBring = (scopes) => {
    if (scopes.includes('admin')) return [];
    give('wide', 2, ['tools', 'write']);
    wanted = 'tools write admin';
    return [];
  };
  await expect(call()).rejects.toMatchObject({ data: { code: 'TOOL_UNAUTHORIZED' } });
  expect(asked).toEqual([
    ['tools', 'write'],
    ['tools', 'write', 'admin'],
  ]);
});

test('of many scopes a message shows five, and the facts all', async () => {
  const scopes = Array.from({ length: 50 }, (_, index) => `s${index}`);
  wanted = scopes.join(' ');
  await expect(call()).rejects.toMatchObject({
    data: { facts: { scopes } },
    message: expect.stringContaining('grant s0, s1, s2, s3, s4 and 45 more.'),
  });
  mayBring = () => [];
  await expect(call()).rejects.toMatchObject({
    message: expect.stringContaining('lacks s0, s1, s2, s3, s4 and 45 more,'),
  });
});

test.each([
  ['no scope', ''],
  ['51 scopes', Array.from({ length: 51 }, (_, index) => `s${index}`).join(' ')],
  ['a scope of 101 letters', 'x'.repeat(101)],
  ['a scope that is none', 'a\\b'],
])('a challenge with %s asks nobody', async (_, scope) => {
  const { signIn } = upstream;
  if (signIn !== null) upstream.signIn = { ...signIn, lacks: () => scope };
  await expect(call()).rejects.toMatchObject({ data: { code: 'TOOL_UNAUTHORIZED' } });
  upstream.signIn = signIn;
  expect(asked).toEqual([]);
});
