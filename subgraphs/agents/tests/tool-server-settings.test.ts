import { tenantStatement } from '@aether/common/graph';
import { serviceViewer, type Viewer } from '@aether/common/security';
import { ReportToolServersDocument, ToolCatalogDocument } from '@aether/schema/internal/agents';
import { testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningAgents, startAgents } from './start-agents.ts';

const PROGRAMS = [
  { slug: 'files', name: 'Files', command: 'npx', arguments: ['-y', 'files-server', '/srv'] },
  { slug: 'archive', name: 'Archive', command: 'npx', arguments: ['-y', 'files-server', '/archive'] },
];
const UPDATED = tenantStatement(
  'agents.test-tool-server-updated',
  `MATCH (e:OutboxEvent {tenantId: $tenantId, type: 'aether.tool-server.updated'}) RETURN e.data AS data ORDER BY e.position`,
);
const WITHDRAW_OFFER = tenantStatement(
  'agents.test-withdraw-offer',
  `MATCH (server:ToolServer {tenantId: $tenantId}) SET server.offerSlug = $offerSlug RETURN server.id AS id`,
);
let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents({
    AETHER_TOOL_PROGRAMS: JSON.stringify(PROGRAMS),
    AETHER_TOOL_OFFERS: 'git,notion-api',
  });
});
afterAll(() => agents[Symbol.asyncDispose]());

const FIELDS = 'id arguments settings settingsRevision status access lastError credential { id }';
const CONNECT = `mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { ${FIELDS} } userErrors { code path message } } }`;
const UPDATE = `mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { ${FIELDS} } userErrors { code path message } } }`;
const SERVER = `query ($id: ID) { toolServer(id: $id) { ${FIELDS} settingsSchema tools { edges { node { slug approved } } } } }`;
const APPROVE =
  'mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { id } userErrors { code } } }';

async function connect(viewer: Viewer, input: Record<string, unknown>) {
  const { data } = await agents.run(viewer, CONNECT, { input: { slug: 'one', name: 'One', kind: 'MCP', ...input } });
  return data.connectToolServer.toolServer;
}

async function update(viewer: Viewer, toolServerId: string, input: Record<string, unknown>) {
  const { data, errors } = await agents.run(viewer, UPDATE, { input: { toolServerId, ...input } });
  return { ...data?.updateToolServer, errors };
}

const read = async (viewer: Viewer, id: string) => (await agents.run(viewer, SERVER, { id })).data.toolServer;
const git = (viewer: Viewer) => connect(viewer, { offerSlug: 'git', settings: { repository: '/srv/a' } });

/** Its only tool, as the gateway tells of it. */
async function report(viewer: Viewer, toolServerId: string, definitionHash: string) {
  const log = { name: 'log', description: 'Tells.', inputSchema: { type: 'object' }, definitionHash };
  const server = { toolServerId, status: 'HEALTHY', checkedAt: new Date().toISOString(), tools: [log] };
  await agents.run(viewer, print(ReportToolServersDocument), { input: { servers: [server] } });
}

async function approve(viewer: Viewer) {
  const { data } = await agents.run(viewer, '{ tool(slug: "one/log") { id } }');
  const input = { toolId: data.tool.id, definitionHash: 'h1', effect: 'READ', approval: 'NEVER' };
  await agents.run(viewer, APPROVE, { input });
}

const isApproved = async (viewer: Viewer, id: string) => (await read(viewer, id)).tools.edges[0].node.approved;

describe('settings of a program that is connected', () => {
  test('become others, are told to the gateway and to the audit log, and the server is asked again', async () => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    const failed = { toolServerId: id, status: 'DOWN', lastError: 'It ended.', checkedAt: new Date().toISOString() };
    await agents.run(viewer, print(ReportToolServersDocument), { input: { servers: [failed] } });
    expect(await read(viewer, id)).toMatchObject({ status: 'DOWN', settingsRevision: 0 });
    const given = { settings: { repository: '/srv/b' }, expectedSettingsRevision: 0 };
    expect(await update(viewer, id, given)).toMatchObject({
      toolServer: {
        arguments: ['--from', 'mcp-server-git==2026.10.19', 'mcp-server-git', '--repository', '/srv/b'],
        settings: { repository: '/srv/b' },
        settingsRevision: 1,
        status: 'UNKNOWN',
        lastError: null,
      },
      userErrors: [],
    });
    const { data } = await agents.run(serviceViewer(viewer.tenantId), print(ToolCatalogDocument), { since: null });
    expect(data.catalogForGateway.toolServers).toMatchObject([{ settings: { repository: '/srv/b' } }]);
    const { database } = agents.parts;
    const told = await database.tenant(viewer.tenantId).read(UPDATED, {}, z.object({ data: z.string() }));
    expect(told.map((event) => JSON.parse(event.data).audit)).toMatchObject([
      { action: 'tool-server.update', after: { settings: { repository: '/srv/b' } } },
    ]);
  });

  test('leave the tools approved until their definitions change', async () => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    await report(viewer, id, 'h1');
    await approve(viewer);
    await update(viewer, id, { settings: { repository: '/srv/b' } });
    expect(await isApproved(viewer, id)).toBe(true);
    await report(viewer, id, 'h1');
    expect(await isApproved(viewer, id)).toBe(true);
    await report(viewer, id, 'h2');
    expect(await isApproved(viewer, id)).toBe(false);
  });

  test('leave the secret as it is, and take another one along', async () => {
    const viewer = testViewer();
    const { id } = await connect(viewer, { offerSlug: 'notion-api', credentialId: 'crd_1' });
    const kept = await update(viewer, id, { settings: {} });
    expect(kept.toolServer).toMatchObject({ credential: { id: 'crd_1' }, settings: {} });
    const other = await update(viewer, id, { settings: {}, credentialId: 'crd_2' });
    expect(other.toolServer).toMatchObject({ credential: { id: 'crd_2' }, settingsRevision: 2 });
    const taken = await update(viewer, id, { settings: {}, credentialId: null });
    expect(taken.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['credentialId'] }]);
    expect((await read(viewer, id)).credential).toEqual({ id: 'crd_2' });
    // Without its settings, too: the program would never start.
    const away = await update(viewer, id, { credentialId: null });
    expect(away.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['credentialId'] }]);
    const stale = await update(viewer, id, { credentialId: 'crd_3', expectedSettingsRevision: 0 });
    expect(stale.userErrors).toMatchObject([{ code: 'STALE_REVISION' }]);
    expect((await read(viewer, id)).credential).toEqual({ id: 'crd_2' });
    const { toolServer } = await update(viewer, id, { credentialId: 'crd_3', expectedSettingsRevision: 2 });
    expect(toolServer).toMatchObject({ credential: { id: 'crd_3' }, settings: {}, settingsRevision: 2 });
    const { id: plain } = await connect(viewer, { slug: 'two', offerSlug: 'git', settings: { repository: '/srv/a' } });
    const unwanted = await update(viewer, plain, { credentialId: 'crd_1' });
    expect(unwanted.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['credentialId'] }]);
  });

  test('written at the same time win once, and the other writer is told', async () => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    const write = (repository: string) => update(viewer, id, { settings: { repository }, expectedSettingsRevision: 0 });
    const answers = await Promise.all([write('/srv/b'), write('/srv/c')]);
    const lost = answers.filter(({ toolServer }) => toolServer === null);
    expect(lost).toMatchObject([{ userErrors: [{ code: 'STALE_REVISION', path: ['expectedSettingsRevision'] }] }]);
    const [won] = answers.filter(({ toolServer }) => toolServer !== null);
    expect(await read(viewer, id)).toMatchObject({ settings: won?.toolServer.settings, settingsRevision: 1 });
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['an unknown one', { settings: { repository: '/srv/b', branch: 'main' } }, ['settings', 'branch']],
    ['an option', { settings: { repository: '--upload-pack=id' } }, ['settings', 'repository']],
    ['one that is missing', { settings: {} }, ['settings', 'repository']],
    ['several lines', { settings: { repository: '/srv\n/etc' } }, ['settings', 'repository']],
    ['a text', { settings: 'repository=/srv/b' }, ['settings']],
    ['more than 20,000 characters', { settings: { repository: 'x'.repeat(20_001) } }, ['settings']],
    ['arguments', { arguments: ['--from', 'evil'] }, ['arguments']],
    [
      'a secret for a program that takes none',
      { settings: { repository: '/b' }, credentialId: 'crd_1' },
      ['credentialId'],
    ],
  ])('%s is refused, and nothing is changed', async (_, input, path) => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    expect(await update(viewer, id, input)).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path }],
    });
    expect(await read(viewer, id)).toMatchObject({ settings: { repository: '/srv/a' }, settingsRevision: 0 });
  });

  test('a secret as a setting is refused, and its value is not in the answer', async () => {
    const viewer = testViewer();
    const { id } = await connect(viewer, { offerSlug: 'notion-api', credentialId: 'crd_1' });
    const { userErrors } = await update(viewer, id, { settings: { NOTION_TOKEN: 'ntn-very-secret' } });
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['settings', 'NOTION_TOKEN'] }]);
    expect(JSON.stringify(userErrors)).not.toContain('ntn-very-secret');
  });

  test.each(['playwright', 'gone'])('of "%s", which may not run here, stay as they are', async (offerSlug) => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    await agents.parts.database
      .tenant(viewer.tenantId)
      .write(WITHDRAW_OFFER, { offerSlug }, z.object({ id: z.string() }));
    const { userErrors } = await update(viewer, id, { settings: {} });
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    expect(await read(viewer, id)).toMatchObject({ settings: { repository: '/srv/a' } });
  });

  test('are seen and changed by who manages tools of the tenant, and by nobody else', async () => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    const reader = { ...viewer, permissions: ['tool:read', 'tool:use'] };
    const seen = await read(reader, id);
    expect(seen).toMatchObject({ settings: null, arguments: [] });
    expect(JSON.stringify(seen)).not.toContain('/srv/a');
    const input = { settings: { repository: '/srv/b' } };
    expect((await update(reader, id, input)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await update(testViewer(), id, input)).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(await read(viewer, id)).toMatchObject({ settings: { repository: '/srv/a' } });
  });

  test('are described as its offer does, and not at all for a server with an address', async () => {
    const viewer = testViewer();
    const { id } = await git(viewer);
    expect((await read(viewer, id)).settingsSchema).toMatchObject({ required: ['repository'] });
    const { id: other } = await connect(viewer, { slug: 'two', url: 'http://localhost:9/mcp' });
    expect((await read(viewer, other)).settingsSchema).toBeNull();
    const { userErrors } = await update(viewer, other, { settings: { a: 1 } });
    expect(userErrors).toMatchObject([{ path: ['settings'] }]);
    const args = await update(viewer, other, { arguments: ['-c', 'id'] });
    expect(args.userErrors).toMatchObject([{ path: ['arguments'] }]);
  });
});

describe('arguments of a program of the operator', () => {
  test('become others that the operator allows', async () => {
    const viewer = testViewer();
    const { id } = await connect(viewer, { offerSlug: 'files' });
    const { toolServer } = await update(viewer, id, { arguments: ['-y', 'files-server', '/archive'] });
    expect(toolServer).toMatchObject({ arguments: ['-y', 'files-server', '/archive'], settingsRevision: 1 });
  });

  test('make another program of it, whose tools are approved anew', async () => {
    const viewer = testViewer();
    const { id } = await connect(viewer, { offerSlug: 'files' });
    await report(viewer, id, 'h1');
    await approve(viewer);
    await update(viewer, id, { arguments: ['-y', 'files-server', '/srv'] });
    expect(await isApproved(viewer, id)).toBe(true);
    await update(viewer, id, { arguments: ['-y', 'files-server', '/archive'] });
    expect(await isApproved(viewer, id)).toBe(false);
    await report(viewer, id, 'h1');
    expect(await isApproved(viewer, id)).toBe(false);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['others', { arguments: ['-y', 'files-server', '/etc'] }, 'arguments'],
    ['settings', { settings: { folders: ['/etc'] } }, 'settings'],
    ['a credential', { credentialId: 'crd_1' }, 'credentialId'],
  ])('%s are refused', async (_, input, field) => {
    const viewer = testViewer();
    const { id } = await connect(viewer, { offerSlug: 'files' });
    expect((await update(viewer, id, input)).userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: [field] }]);
  });
});
