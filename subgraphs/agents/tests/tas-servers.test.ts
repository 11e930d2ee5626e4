import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningAgents, startAgents } from './start-agents.ts';

const ADDRESS = 'https://tas.example.com';
const REGISTERED = `${ADDRESS}/api/v1/federation/servers`;
const CONNECT =
  'mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id kind transport url command } userErrors { code path message hint } } }';
const UPDATE =
  'mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { url } userErrors { code path } } }';
const LIST =
  'query ($url: String!, $search: String, $first: Int, $after: String) { tasServers(url: $url, search: $search, first: $first, after: $after) { edges { cursor node { serverId name description version category url unavailableReason } } pageInfo { hasNextPage endCursor } } }';
const registered = (serverId: string, description = '') => ({
  serverId,
  name: serverId.toUpperCase(),
  description,
  version: null,
  category: null,
  url: `${REGISTERED}/${serverId}`,
  unavailableReason: null,
});
let agents: RunningAgents;
/** What the MCP gateway was asked. */
const asked: string[] = [];
let answer: () => Response;

beforeAll(async () => {
  const toolFetch: typeof fetch = async (input, init) => {
    asked.push(new Request(input, init).url);
    return answer();
  };
  agents = await startAgents({}, { toolFetch });
});
afterAll(() => agents[Symbol.asyncDispose]());
beforeEach(() => {
  asked.length = 0;
  const servers = [registered('grafana', 'Dashboards'), registered('kafka'), registered('postgres', 'SQL')];
  answer = () => Response.json({ servers });
});

async function connect(viewer: Viewer, input: Record<string, unknown>) {
  const { data } = await agents.run(viewer, CONNECT, { input: { slug: 'sql', name: 'SQL', ...input } });
  return data.connectToolServer;
}

describe('a tool server of TAS', () => {
  test.each([
    ['TAS_MCP', `${REGISTERED}/postgres`],
    ['TAS_MCP', 'http://tas-mcp:8082/behind/api/v1/federation/servers/a%2Fb'],
    ['TAS_BRIDGE', 'http://bridge:8000/'],
  ])('%s is connected at %s', async (kind, url) => {
    expect(await connect(testViewer(), { kind, url })).toEqual({
      toolServer: { id: expect.stringMatching(/^tsv_/u), kind, transport: 'HTTP', url, command: null },
      userErrors: [],
    });
  });

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a TAS-MCP without the server', { kind: 'TAS_MCP', url: ADDRESS }, 'url', /address of a server in the TAS-MCP/u],
    ['its list', { kind: 'TAS_MCP', url: `${REGISTERED}/` }, 'url', /address of a server in the TAS-MCP/u],
    ['an invocation', { kind: 'TAS_MCP', url: `${REGISTERED}/postgres/invoke` }, 'url', /server in the TAS-MCP/u],
    ['a server as a bridge', { kind: 'TAS_BRIDGE', url: `${REGISTERED}/postgres` }, 'url', /address of a bridge/u],
    ['no address', { kind: 'TAS_BRIDGE' }, 'url', /http or https address/u],
    ['a file', { kind: 'TAS_BRIDGE', url: 'file:///etc/passwd' }, 'url', /http or https address/u],
    ['a password', { kind: 'TAS_BRIDGE', url: 'https://a:b@bridge.example' }, 'url', /password/u],
    ['a document', { kind: 'TAS_BRIDGE', url: 'https://b.example', document: {} }, 'document', /none/u],
    ['a program', { kind: 'TAS_BRIDGE', command: 'npx' }, 'kind', /program/u],
  ])('%s is refused', async (_, input, field, problem) => {
    expect(await connect(testViewer(), input)).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path: [field], message: expect.stringMatching(problem) }],
    });
  });

  test('moves only to another address of its kind', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { kind: 'TAS_MCP', url: `${REGISTERED}/postgres` });
    const move = async (url: string) =>
      (await agents.run(viewer, UPDATE, { input: { toolServerId: toolServer.id, url } })).data.updateToolServer;
    expect(await move(ADDRESS)).toMatchObject({ toolServer: null, userErrors: [{ path: ['url'] }] });
    expect(await move(`${REGISTERED}/kafka`)).toMatchObject({ toolServer: { url: `${REGISTERED}/kafka` } });
  });
});

describe('what is registered in a TAS-MCP', () => {
  const list = (variables: Record<string, unknown>, viewer = testViewer()) =>
    agents.run(viewer, LIST, { url: ADDRESS, ...variables });

  test('is asked of the MCP gateway, found by words, and comes in pages', async () => {
    const { data } = await list({ first: 2 });
    const { edges, pageInfo } = data.tasServers;
    expect(asked).toEqual(['http://mcp-gateway/v1/tas/servers?url=https%3A%2F%2Ftas.example.com%2F']);
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual([
      registered('grafana', 'Dashboards'),
      registered('kafka'),
    ]);
    expect(pageInfo.hasNextPage).toBe(true);
    const rest = await list({ first: 2, after: pageInfo.endCursor });
    expect(rest.data.tasServers).toMatchObject({
      edges: [{ node: { serverId: 'postgres' } }],
      pageInfo: { hasNextPage: false },
    });
    const found = await list({ search: 'sql post' });
    expect(found.data.tasServers.edges).toMatchObject([{ node: { serverId: 'postgres' } }]);
  });

  test('that cannot be read is told with the code and the words of the gateway', async () => {
    const error = { code: 'TOOL_REFUSED', message: 'It is no TAS-MCP.', hint: 'Look at its address.' };
    answer = () => Response.json({ error }, { status: 502 });
    const { errors } = await list({});
    expect(errors?.[0]).toMatchObject({
      message: 'It is no TAS-MCP.',
      extensions: { code: 'TOOL_REFUSED', hint: 'Look at its address.' },
    });
  });

  test('is not asked for without the right to connect, nor at what is no address', async () => {
    const reader = testViewer({ permissions: ['tool:read', 'tool:use'] });
    expect((await list({}, reader)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await list({ url: 'nonsense' })).errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(asked).toEqual([]);
  });
});
