import { tenantStatement } from '@aether/common/graph';
import { ReportToolServersDocument, ToolCatalogDocument } from '@aether/schema/internal/agents';
import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { agentsMigrations } from '../src/db/migrations.ts';
import { type RunningAgents, createAgent, goodSpec, publish, startAgents } from './start-agents.ts';

/** As servers could be called before the name was reserved. */
const CALL_AGENT = tenantStatement(
  'agents.test-call-tool-server-agent',
  `MATCH (server:ToolServer {tenantId: $tenantId, id: $id}) SET server.slug = 'agent'
   WITH server MATCH (tool:Tool {tenantId: $tenantId, serverId: server.id}) SET tool.slug = 'agent/' + tool.name
   RETURN tool.slug AS slug`,
);
const PROGRAM = { slug: 'files', name: 'Files', command: 'npx', arguments: ['-y', 'files-server', '/srv'] };
let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents({ AETHER_TOOL_PROGRAMS: JSON.stringify([PROGRAM]) });
});
afterAll(() => agents[Symbol.asyncDispose]());

const CONNECT =
  'mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id slug transport url command arguments status enabled credential { id } } userErrors { code path message } } }';
const UPDATE =
  'mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { name url enabled credential { id } } userErrors { code path } } }';
const REMOVE =
  'mutation ($input: RemoveToolServerInput!) { removeToolServer(input: $input) { deletedId userErrors { code message } } }';
const APPROVE =
  'mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { id effect approval approved changed } userErrors { code path } } }';
const TOOL =
  'query ($slug: String) { tool(slug: $slug) { id description effect approval approved changed listed definitionHash server { slug } } }';

async function connect(viewer: Viewer, input: Record<string, unknown> = {}) {
  const all = { slug: 'crm', name: 'CRM', kind: 'MCP', url: 'http://localhost:9/mcp', ...input };
  const { data, errors } = await agents.run(viewer, CONNECT, { input: all });
  return { ...data?.connectToolServer, errors };
}

const definition = (name: string, definitionHash: string, more: Record<string, unknown> = {}) => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  definitionHash,
  ...more,
});

async function report(
  viewer: Viewer,
  toolServerId: string,
  tools: unknown[] | null,
  more: Record<string, unknown> = {},
) {
  const server = { toolServerId, status: 'HEALTHY', checkedAt: new Date().toISOString(), tools, ...more };
  const { data } = await agents.run(viewer, print(ReportToolServersDocument), { input: { servers: [server] } });
  return data.reportToolServers.revision;
}

const tool = async (viewer: Viewer, slug: string) => (await agents.run(viewer, TOOL, { slug })).data.tool;

async function approve(viewer: Viewer, slug: string, more: Record<string, unknown> = {}) {
  const { id, definitionHash } = await tool(viewer, slug);
  const input = { toolId: id, definitionHash, effect: 'READ', approval: 'NEVER', ...more };
  const { data, errors } = await agents.run(viewer, APPROVE, { input });
  return { ...data?.approveTool, errors };
}

/** A server with one approved tool. */
async function approvedTool(viewer: Viewer) {
  const { toolServer } = await connect(viewer);
  await report(viewer, toolServer.id, [definition('search', 'h1')]);
  await approve(viewer, 'crm/search');
  return toolServer;
}

const specWith = (slug: string) => ({ ...goodSpec, tools: { one: { tool: slug } } });

describe('connecting', () => {
  test('over HTTP keeps the address and credential', async () => {
    expect(await connect(testViewer(), { credentialId: 'crd_1' })).toMatchObject({
      toolServer: {
        slug: 'crm',
        transport: 'HTTP',
        url: 'http://localhost:9/mcp',
        status: 'UNKNOWN',
        credential: { id: 'crd_1' },
      },
      userErrors: [],
    });
  });

  test('from an offer runs the command line of the operator, and says that it is connected', async () => {
    const viewer = testViewer();
    const offers = '{ toolServerOffers { slug name transport connected } }';
    const offered = { slug: 'files', name: 'Files', transport: 'STDIO' };
    expect((await agents.run(viewer, offers)).data.toolServerOffers).toEqual([{ ...offered, connected: false }]);
    const { toolServer } = await connect(viewer, { url: null, offerSlug: 'files' });
    expect(toolServer).toMatchObject({ transport: 'STDIO', command: 'npx', arguments: PROGRAM.arguments, url: null });
    expect((await agents.run(viewer, offers)).data.toolServerOffers).toEqual([{ ...offered, connected: true }]);
  });

  test.each([
    ['a command that the operator does not allow', { url: null, command: 'sh', arguments: ['-c', 'id'] }, 'command'],
    [
      'an allowed command with other arguments',
      { url: null, command: 'npx', arguments: ['-y', 'files-server', '/'] },
      'command',
    ],
    ['an unknown offer', { url: null, offerSlug: 'nothing' }, 'offerSlug'],
    ['no address', { url: null }, 'url'],
    ['an address that is none', { url: 'ftp://x' }, 'url'],
    ['an address with a password', { url: 'https://a:b@example.com/mcp' }, 'url'],
    ['a slug with underscores', { slug: 'a__b' }, 'slug'],
    ['the slug of the published agents', { slug: 'agent' }, 'slug'],
    ['a credential for a program', { url: null, offerSlug: 'files', credentialId: 'crd_1' }, 'credentialId'],
  ])('%s is refused', async (_, input, field) => {
    expect(await connect(testViewer(), input)).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path: [field] }],
    });
  });

  test('a slug is taken once in a tenant', async () => {
    const viewer = testViewer();
    await connect(viewer);
    expect((await connect(viewer)).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['slug'] }]);
    expect((await connect(testViewer())).userErrors).toEqual([]);
  });

  test('needs tool:manage', async () => {
    const { errors } = await connect(testViewer({ permissions: ['tool:read', 'tool:use'] }));
    expect(errors[0].extensions.code).toBe('FORBIDDEN');
  });
});

describe('a credential', () => {
  const update = (viewer: Viewer, input: Record<string, unknown>) => agents.run(viewer, UPDATE, { input });

  test('is not sent anywhere by somebody who may not manage credentials', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer);
    const limited = { ...viewer, permissions: ['tool:read', 'tool:manage', 'credential:read', 'credential:write'] };
    const { errors } = await connect(limited, { slug: 'own', credentialId: 'crd_1' });
    expect(errors[0].extensions).toMatchObject({ code: 'FORBIDDEN' });
    const changed = await update(limited, { toolServerId: toolServer.id, credentialId: 'crd_1' });
    expect(changed.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await connect(limited, { slug: 'own' })).userErrors).toEqual([]);
    const renamed = await update(limited, { toolServerId: toolServer.id, name: 'Other', credentialId: null });
    expect(renamed.data.updateToolServer).toMatchObject({ toolServer: { name: 'Other', credential: null } });
  });

  test('and the approvals stay on the same origin, and go with another one', async () => {
    const viewer = testViewer();
    const { id: toolServerId } = await approvedTool(viewer);
    await update(viewer, { toolServerId, credentialId: 'crd_1' });
    const move = async (url: string, more: Record<string, unknown> = {}) => {
      const { data } = await update(viewer, { toolServerId, url, ...more });
      const { approved } = await tool(viewer, 'crm/search');
      return { credential: data.updateToolServer.toolServer.credential, approved };
    };
    expect(await move('http://localhost:9/v2')).toEqual({ credential: { id: 'crd_1' }, approved: true });
    const unnamed = await update(viewer, { toolServerId, url: 'http://localhost:10/v2' });
    expect(unnamed.data.updateToolServer).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'CREDENTIAL_SCOPE', path: ['credentialId'] }],
    });
    expect(await tool(viewer, 'crm/search')).toMatchObject({ approved: true });
    expect(await move('http://localhost:10/v2', { credentialId: null })).toEqual({ credential: null, approved: false });
    // What the new address says about itself is for a person to look at, even when it says the same.
    await report(viewer, toolServerId, [definition('search', 'h1')]);
    expect(await tool(viewer, 'crm/search')).toMatchObject({ approved: false, changed: false });
    await approve(viewer, 'crm/search');
    const given = { credentialId: 'crd_2' };
    expect(await move('http://localhost:11/v2', given)).toEqual({ credential: { id: 'crd_2' }, approved: false });
  });
});

test('a server that was called "agent" before the name was reserved is renamed with its tools', async () => {
  const viewer = testViewer();
  const { id: toolServerId } = await approvedTool(viewer);
  const tenant = agents.parts.database.tenant(viewer.tenantId);
  expect(await tenant.write(CALL_AGENT, { id: toolServerId }, z.object({ slug: z.string() }))).toEqual([
    { slug: 'agent/search' },
  ]);
  const [renaming] = agentsMigrations.steps.filter(({ version }) => version === 4);
  for (const statement of renaming?.statements ?? []) await agents.parts.database.migrate(statement);
  const slug = `agent-${toolServerId.slice(-8).toLowerCase()}`;
  const { data } = await agents.run(
    viewer,
    '{ toolServers { edges { node { slug tools { edges { node { slug } } } } } } }',
  );
  expect(data.toolServers.edges).toEqual([
    { node: { slug, tools: { edges: [{ node: { slug: `${slug}/search` } }] } } },
  ]);
  expect(await tool(viewer, 'agent/search')).toBeNull();
  expect(await tool(viewer, `${slug}/search`)).toMatchObject({ approved: true });
});

describe('reports', () => {
  test('make tools that nobody has approved, with what the hints propose', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer);
    await report(viewer, toolServer.id, [
      definition('read', 'h1', { annotations: { readOnlyHint: true } }),
      definition('write', 'h2'),
    ]);
    expect(await tool(viewer, 'crm/read')).toMatchObject({ approved: false, effect: 'READ', server: { slug: 'crm' } });
    expect(await tool(viewer, 'crm/write')).toMatchObject({ approved: false, effect: 'ONCE', approval: 'ON_WRITE' });
  });

  test('of the same list change nothing', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer);
    const first = await report(viewer, toolServer.id, [definition('search', 'h1')]);
    expect(await report(viewer, toolServer.id, [definition('search', 'h1')])).toBe(first);
  });

  test('of a changed definition disable the tool until it is approved again', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    await report(viewer, id, [definition('search', 'h2', { description: 'Now also deletes.' })]);
    expect(await tool(viewer, 'crm/search')).toMatchObject({
      approved: false,
      changed: true,
      description: 'Now also deletes.',
      effect: 'READ',
    });
    expect(await approve(viewer, 'crm/search', { definitionHash: 'h1' })).toMatchObject({
      tool: null,
      userErrors: [{ code: 'CONFLICT', path: ['definitionHash'] }],
    });
    expect(await approve(viewer, 'crm/search', { effect: 'ONCE', approval: 'ALWAYS' })).toMatchObject({
      tool: { approved: true, changed: false, effect: 'ONCE', approval: 'ALWAYS' },
    });
  });

  test('of the approved definition, come back, need no new approval', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    await report(viewer, id, [definition('search', 'h2')]);
    await report(viewer, id, [definition('search', 'h1')]);
    expect(await tool(viewer, 'crm/search')).toMatchObject({ approved: true, changed: false });
  });

  test('without a list keep the known tools and tell what is wrong', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    await report(viewer, id, null, { status: 'DOWN', lastError: 'It does not answer.' });
    expect(await tool(viewer, 'crm/search')).toMatchObject({ approved: true, listed: true });
    const server = await agents.run(viewer, '{ toolServer(slug: "crm") { status lastError } }');
    expect(server.data.toolServer).toEqual({ status: 'DOWN', lastError: 'It does not answer.' });
  });

  test('that lack a tool leave it, not callable, and take it back as it was', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    await report(viewer, id, []);
    expect(await tool(viewer, 'crm/search')).toMatchObject({ listed: false, approved: false });
    await report(viewer, id, [definition('search', 'h1')]);
    expect(await tool(viewer, 'crm/search')).toMatchObject({ listed: true, approved: true });
  });

  test('of an unknown server are passed over', async () => {
    const viewer = testViewer();
    await approvedTool(viewer);
    const stranger = testViewer();
    const { id } = (await connect(stranger)).toolServer;
    await report(viewer, id, [definition('other', 'h9')]);
    expect(await tool(stranger, 'crm/other')).toBeNull();
  });
});

test('the gateway reads servers with all their tools, and only what changed since a revision', async () => {
  const viewer = testViewer();
  const { id } = await approvedTool(viewer);
  const read = async (since: number | null) =>
    (await agents.run(viewer, print(ToolCatalogDocument), { since })).data.catalogForGateway;
  const all = await read(null);
  expect(all.toolServers).toMatchObject([{ id, slug: 'crm', enabled: true }]);
  expect(all.tools).toMatchObject([{ slug: 'crm/search', approved: true, definitionHash: 'h1', server: { id } }]);
  expect(await read(all.revision)).toMatchObject({ toolServers: [], tools: [] });
  await agents.run(viewer, REMOVE, { input: { toolServerId: id } });
  expect((await read(all.revision)).removedIds).toEqual([id, all.tools[0].id]);
});

describe('agents with tools', () => {
  test('are published with an approved tool only', async () => {
    const viewer = testViewer();
    const { id } = (await connect(viewer)).toolServer;
    await report(viewer, id, [definition('search', 'h1')]);
    const codesOf = async (slug: string) => {
      const query = 'query ($spec: JSON!) { validateAgent(spec: $spec) { issues { code path } } }';
      return (await agents.run(viewer, query, { spec: specWith(slug) })).data.validateAgent.issues;
    };
    expect(await codesOf('crm/nothing')).toEqual([{ code: 'TOOL_NOT_FOUND', path: ['tools', 'one', 'tool'] }]);
    expect(await codesOf('crm/search')).toEqual([{ code: 'TOOL_NOT_APPROVED', path: ['tools', 'one', 'tool'] }]);
    await approve(viewer, 'crm/search');
    expect(await codesOf('crm/search')).toEqual([]);
    await agents.run(viewer, UPDATE, { input: { toolServerId: id, enabled: false } });
    expect(await codesOf('crm/search')).toMatchObject([{ code: 'TOOL_NOT_FOUND' }]);
  });

  test('keep their server from being removed, and learn what became of it', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    const { agent } = await createAgent(agents, viewer, { spec: specWith('crm/search') });
    await publish(agents, viewer, agent.id);
    const removed = await agents.run(viewer, REMOVE, { input: { toolServerId: id } });
    expect(removed.data.removeToolServer).toMatchObject({ deletedId: null, userErrors: [{ code: 'IN_USE' }] });
    await report(viewer, id, [definition('search', 'h2')]);
    expect(await tool(viewer, 'crm/search')).toMatchObject({ approved: false });
  });
});

test('foreign ids answer like unknown ones', async () => {
  const { id } = await approvedTool(testViewer());
  const stranger = testViewer();
  for (const toolServerId of [id, 'unknown']) {
    for (const document of [UPDATE, REMOVE]) {
      const { errors } = await agents.run(stranger, document, { input: { toolServerId } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    }
  }
});
