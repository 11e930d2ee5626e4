import { ReportToolServersDocument } from '@aether/schema/internal/agents';
import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningAgents, startAgents } from './start-agents.ts';

const ADDRESS = 'https://tas.example.com';
const REGISTERED = `${ADDRESS}/api/v1/federation/servers`;
const CONNECT =
  'mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id kind transport url command } userErrors { code path message hint } } }';
const UPDATE =
  'mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { url } userErrors { code path } } }';
const APPROVE =
  'mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { effect approved } userErrors { code path message hint } } }';
const TOOL = '{ tool(slug: "sql/query") { id definitionHash effect approved } }';
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

  /** Its tool, as the gateway reports it. */
  async function reported(viewer: Viewer, toolServerId: string, annotations: object | null = null) {
    const tool = { name: 'query', description: '', inputSchema: { type: 'object' }, annotations, definitionHash: 'h1' };
    const server = { toolServerId, status: 'HEALTHY', checkedAt: new Date().toISOString(), tools: [tool] };
    await agents.run(viewer, print(ReportToolServersDocument), { input: { servers: [server] } });
    return (await agents.run(viewer, TOOL)).data.tool;
  }
  async function approve(viewer: Viewer, effect: string) {
    const { id: toolId, definitionHash } = (await agents.run(viewer, TOOL)).data.tool;
    const input = { toolId, definitionHash, effect, approval: 'NEVER' };
    return (await agents.run(viewer, APPROVE, { input })).data.approveTool;
  }

  test.each([
    ['TAS_MCP', `${REGISTERED}/postgres`, `${REGISTERED}/kafka`],
    ['TAS_BRIDGE', 'https://bridges.example.com/sql', 'https://bridges.example.com/files'],
  ])('%s at another address of one origin has tools that nobody has approved', async (kind, url, other) => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { kind, url });
    await reported(viewer, toolServer.id);
    expect(await approve(viewer, 'READ')).toEqual({ tool: { effect: 'READ', approved: true }, userErrors: [] });
    const move = (to: string) => agents.run(viewer, UPDATE, { input: { toolServerId: toolServer.id, url: to } });
    await move(url);
    expect((await agents.run(viewer, TOOL)).data.tool).toMatchObject({ approved: true });
    await move(other);
    expect((await agents.run(viewer, TOOL)).data.tool).toMatchObject({ approved: false });
  });

  test.each([
    ['TAS_MCP', `${REGISTERED}/postgres`],
    ['TAS_BRIDGE', 'http://bridge:8000/'],
  ])('%s carries no key: KEYED is neither proposed nor approved', async (kind, url) => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { kind, url });
    expect(await reported(viewer, toolServer.id, { effect: 'KEYED' })).toMatchObject({ effect: 'ONCE' });
    expect(await approve(viewer, 'KEYED')).toEqual({
      tool: null,
      userErrors: [
        {
          code: 'VALIDATION_FAILED',
          path: ['effect'],
          message: expect.stringContaining('ONCE for a tool of TAS'),
          hint: expect.stringContaining('key'),
        },
      ],
    });
    expect(await approve(viewer, 'ONCE')).toMatchObject({ tool: { approved: true } });
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

  test('goes on behind a server that is gone by now', async () => {
    const { endCursor } = (await list({ first: 2 })).data.tasServers.pageInfo;
    answer = () => Response.json({ servers: [registered('postgres'), registered('grafana')] });
    expect((await list({ first: 2, after: endCursor })).data.tasServers).toMatchObject({
      edges: [{ node: { serverId: 'postgres' } }],
      pageInfo: { hasNextPage: false },
    });
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
