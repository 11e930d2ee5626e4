import { FIXTURE_TOOL_PROGRAM, startToolServer, type ToolServer } from '@aether/test-support';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { type RunningAether, startAether } from './running-aether.ts';
import { ownerClient } from './sign-in.ts';

const CONNECT =
  'mutation($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id } userErrors { code message } } }';
const TOOL = 'query($slug: String!) { tool(slug: $slug) { id definitionHash approved } }';
const APPROVE =
  'mutation($input: ApproveToolInput!) { approveTool(input: $input) { tool { approved } userErrors { message } } }';
const TRY = 'mutation($input: TryToolInput!) { tryTool(input: $input) { result isError userErrors { code message } } }';

interface Tool {
  readonly id: string;
  readonly definitionHash: string;
  readonly approved: boolean;
}

let upstream: ToolServer;
let aether: RunningAether;
let api: ApiClient;
let key: string;

beforeAll(async () => {
  upstream = await startToolServer();
  aether = await startAether({
    environment: {
      AETHER_TOOL_PROGRAMS: JSON.stringify([FIXTURE_TOOL_PROGRAM]),
      MCP_ALLOWED_ORIGINS: new URL(upstream.url).origin,
    },
  });
  ({ client: api, key } = await ownerClient(aether));
});
afterAll(async () => {
  await aether?.[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const toolNamed = async (slug: string): Promise<Tool | null> =>
  (await api.data<{ tool: Tool | null }>(TOOL, { slug })).tool;

async function approve(slug: string): Promise<Tool> {
  await expect.poll(() => toolNamed(slug), { timeout: 120_000 }).not.toBeNull();
  const tool = await toolNamed(slug);
  if (tool === null) throw new Error(`${slug} was there and is gone.`);
  const { id: toolId, definitionHash } = tool;
  await api.data(APPROVE, { input: { toolId, definitionHash, effect: 'READ', approval: 'NEVER' } });
  return tool;
}

async function mcpClient(path = '/mcp'): Promise<Client> {
  const client = new Client({ name: 'foreign', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(path, aether.origin), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}

test('a server over HTTP with a key and one over stdio are connected, approved, tried and called', async () => {
  upstream.bearer = 'sk-of-the-tools';
  const stored = await api.data<{ storeCredential: { credential: { id: string } } }>(
    'mutation($input: StoreCredentialInput!) { storeCredential(input: $input) { credential { id } userErrors { message } } }',
    { input: { name: 'Key', kind: 'API_KEY', value: 'sk-of-the-tools', scopes: ['127.0.0.1'], shared: true } },
  );
  const credentialId = stored.storeCredential.credential.id;
  await api.data(CONNECT, { input: { slug: 'web', name: 'Web', kind: 'MCP', url: upstream.url, credentialId } });
  await api.data(CONNECT, { input: { slug: 'local', name: 'Local', kind: 'MCP', offerSlug: 'fixture' } });
  const add = await approve('web/add');
  await approve('local/echo');

  const input = { toolId: add.id, arguments: { a: 2, b: 40 }, idempotencyKey: 'try-1' };
  expect(await api.data(TRY, { input })).toMatchObject({
    tryTool: { isError: false, result: { structuredContent: { sum: 42 } }, userErrors: [] },
  });
  expect(await api.data(TRY, { input: { ...input, arguments: { a: 2 } } })).toMatchObject({
    tryTool: { isError: true },
  });
  const slow = await toolNamed('web/slow');
  expect(await api.data(TRY, { input: { ...input, toolId: slow?.id, arguments: { ms: 1 } } })).toMatchObject({
    tryTool: { result: null, userErrors: [{ code: 'TOOL_NOT_APPROVED' }] },
  });

  const client = await mcpClient();
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['local__echo', 'web__add']);
  expect(await client.callTool({ name: 'web__add', arguments: { a: 1, b: 1 } })).toMatchObject({
    structuredContent: { sum: 2 },
  });
  expect(await client.callTool({ name: 'local__echo', arguments: { text: 'here' } })).toMatchObject({
    content: [{ text: 'here' }],
  });
  const direct = await mcpClient('/mcp/s/local');
  expect((await direct.listTools()).tools.map(({ name }) => name)).toEqual(['echo']);
});

test('without a key nobody is answered', async () => {
  const response = await fetch(`${aether.origin}/mcp`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
});
