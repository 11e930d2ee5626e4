import type { Viewer } from '@aether/common/security';
import { serveFetch, type ServedFetch, testViewer } from '@aether/test-support';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

/** More than are shown at once. */
const NAMES = Array.from({ length: 45 }, (_, index) => `search_${index}`);

let upstream: ServedFetch;
let gateway: TestGateway;
let called: string[] = [];

beforeAll(async () => {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'crm', version: '1.0.0' });
    for (const name of [...NAMES, 'delete_all'])
      server.registerTool(name, { description: `Does ${name}.` }, () => {
        called.push(name);
        return { content: [{ type: 'text', text: name }] };
      });
    server.registerResource('note', 'note://one', {}, () => ({ contents: [{ uri: 'note://one', text: 'a note' }] }));
    return server;
  });
  upstream = await serveFetch((request) => handler.fetch(request));
  gateway = await startTestGateway({ config: { allowedOrigins: [upstream.origin] } });
  for (const slug of ['crm', 'mail']) await gateway.connect({ slug, url: `${upstream.origin}/mcp` });
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const withKey = (...tools: string[]): Viewer => ({
  ...gateway.viewer,
  apiKey: { id: `key_${tools.join(' ')}`, models: [], tools, tokensPerMinute: null },
});
const clientOf = (viewer: Viewer, path = '/mcp', caller = 'graphql-gateway') =>
  gateway.client(path, gateway.headers(viewer, caller));
const namesOf = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
const REFUSED = { data: { code: 'TOOL_NOT_ALLOWED', retryable: false, facts: { tool: 'crm/delete_all' } } };

describe('a key that is limited to tools', () => {
  test('sees and calls these at /mcp, and no other', async () => {
    const client = await clientOf(withKey('crm/search_1', 'crm/search_2*'), '/mcp?tools=all');
    expect(await namesOf(client)).toEqual([
      'crm__search_1',
      'crm__search_2',
      ...Array.from({ length: 10 }, (_, index) => `crm__search_2${index}`),
    ]);
    expect(await client.callTool({ name: 'crm__search_1', arguments: {} })).toMatchObject({
      content: [{ text: 'search_1' }],
    });
    called = [];
    await expect(client.callTool({ name: 'crm__delete_all', arguments: {} })).rejects.toMatchObject(REFUSED);
    await expect(client.callTool({ name: 'mail__search_1', arguments: {} })).rejects.toMatchObject({
      data: { code: 'TOOL_NOT_ALLOWED' },
    });
    expect(called).toEqual([]);
    expect(gateway.recorded.map(({ toolId, outcome }) => [toolId, outcome])).toEqual([
      ['tol_crm_search_1', 'SUCCEEDED'],
      ['tol_crm_delete_all', 'TOOL_NOT_ALLOWED'],
      ['tol_mail_search_1', 'TOOL_NOT_ALLOWED'],
    ]);
  });

  test('may not call another agent, which is recorded as for any tool', async () => {
    const before = gateway.recorded.length;
    const recorded = () => gateway.recorded.slice(before);
    const viewer = withKey('crm/search_1', 'agent/clerk');
    for (const [path, name] of [
      ['/mcp', 'agent__boss'],
      ['/mcp', 'agent__boss'],
      ['/mcp/s/agent', 'boss'],
      ['/mcp/s/agent', 'chief'],
    ] as const)
      await expect((await clientOf(viewer, path)).callTool({ name, arguments: {} })).rejects.toMatchObject({
        data: { code: 'TOOL_NOT_ALLOWED', facts: { tool: `agent/${name.replace('agent__', '')}` } },
      });
    // Once a minute for each.
    expect(recorded().map(({ toolId, outcome, userId }) => [toolId, outcome, userId])).toEqual(
      ['boss', 'chief'].map((slug) => [`agent/${slug}`, 'TOOL_NOT_ALLOWED', viewer.userId]),
    );
    // One that it may call was not refused; here nobody answers it.
    await expect((await clientOf(viewer)).callTool({ name: 'agent__clerk', arguments: {} })).rejects.toMatchObject({
      data: { code: 'TOOL_SERVER_UNAVAILABLE' },
    });
    expect(recorded()).toHaveLength(2);
  });

  test('sees and calls these at /mcp/s/<server>', async () => {
    const client = await clientOf(withKey('crm/search_1'), '/mcp/s/crm');
    expect(await namesOf(client)).toEqual(['search_1']);
    await expect(client.callTool({ name: 'delete_all', arguments: {} })).rejects.toMatchObject(REFUSED);
    expect(await namesOf(await clientOf(withKey('crm/search_1'), '/mcp/s/mail'))).toEqual([]);
  });

  test('finds these by search_tools, whoever of its tenant has searched before', async () => {
    const search = async (viewer: Viewer) => {
      const client = await clientOf(viewer);
      const { content } = await client.callTool({
        name: 'search_tools',
        arguments: { query: 'delete all', limit: 20 },
      });
      return JSON.stringify(content);
    };
    expect(await search(gateway.viewer)).toContain('crm__delete_all');
    expect(await search(withKey('crm/search_*'))).not.toContain('delete_all');
    expect(await search(gateway.viewer)).toContain('crm__delete_all');
    const client = await clientOf(withKey('crm/search_*'));
    expect(await namesOf(client)).toEqual(['call_tool', 'search_tools']);
    const call = { name: 'call_tool', arguments: { name: 'crm__delete_all', arguments: {} } };
    await expect(client.callTool(call)).rejects.toMatchObject(REFUSED);
  });

  test('sees the resources of the servers of these', async () => {
    const client = await clientOf(withKey('crm/search_1'));
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['mcp+crm://note///one']);
    await expect(client.readResource({ uri: 'mcp+mail://note///one' })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
  });

  test('may be limited to none that there is', async () => {
    expect(await namesOf(await clientOf(withKey('other/*')))).toEqual([]);
  });

  test('is not widened by who passes its calls on, and does not narrow what an agent does in a run', async () => {
    const key = withKey('crm/search_1');
    await expect(
      (await clientOf(key, '/mcp', 'agents')).callTool({ name: 'crm__delete_all', arguments: {} }),
    ).rejects.toMatchObject(REFUSED);
    expect(
      await (await clientOf(key, '/mcp', 'executions')).callTool({ name: 'crm__delete_all', arguments: {} }),
    ).toMatchObject({ content: [{ text: 'delete_all' }] });
  });
});

test('a key without patterns, and a session, see all', async () => {
  expect(await namesOf(await clientOf(withKey(), '/mcp/s/crm'))).toHaveLength(NAMES.length + 1);
  expect(await namesOf(await clientOf(gateway.viewer, '/mcp/s/crm'))).toHaveLength(NAMES.length + 1);
  expect(await namesOf(await clientOf(testViewer(), '/mcp'))).toEqual([]);
});
