import { Outbox, tenantStatement } from '@aether/common/graph';
import {
  RecordToolCallDocument,
  ReportToolServersDocument,
  ToolCatalogDocument,
  ToolServerDocumentDocument,
} from '@aether/schema/internal/agents';
import { serviceViewer, type Viewer } from '@aether/common/security';
import { testId, testViewer } from '@aether/test-support';
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
const ACCESS_GRANTED = tenantStatement(
  'agents.test-access-granted',
  "MATCH (e:OutboxEvent {tenantId: $tenantId}) WHERE e.type = 'aether.tool-server.access-granted' RETURN e.data AS data",
);
const CONNECTED = tenantStatement(
  'agents.test-tool-server-connected',
  "MATCH (e:OutboxEvent {tenantId: $tenantId}) WHERE e.type = 'aether.tool-server.connected' RETURN e.data AS data",
);
const EVENTS = tenantStatement(
  'agents.test-events-of-type',
  'MATCH (e:OutboxEvent {tenantId: $tenantId}) WHERE e.type = $type RETURN e.data AS data ORDER BY e.position',
);
const PROGRAM = { slug: 'files', name: 'Files', command: 'npx', arguments: ['-y', 'files-server', '/srv'] };
let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents({
    AETHER_TOOL_PROGRAMS: JSON.stringify([PROGRAM]),
    AETHER_TOOL_OFFERS: 'git,time,notion-api',
  });
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

describe('access', () => {
  const ACCESS = '{ toolServer(slug: "crm") { status access lastError } }';
  const accessOf = async (viewer: Viewer) => (await agents.run(viewer, ACCESS)).data.toolServer;
  const granted = async (viewer: Viewer) => {
    const { database } = agents.parts;
    const events = await database.tenant(viewer.tenantId).read(ACCESS_GRANTED, {}, z.object({ data: z.string() }));
    return events.map(({ data }) => JSON.parse(data).slug);
  };

  test('is what the gateway found out, and is told once when it has got in', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { credentialId: 'crd_1' });
    expect(await accessOf(viewer)).toMatchObject({ access: 'UNKNOWN' });
    await report(viewer, toolServer.id, null, { status: 'DOWN', access: 'NEEDS_AUTH', lastError: 'Sign in.' });
    expect(await accessOf(viewer)).toEqual({ status: 'DOWN', access: 'NEEDS_AUTH', lastError: 'Sign in.' });
    await report(viewer, toolServer.id, null, { status: 'DOWN', lastError: 'It does not answer.' });
    expect(await accessOf(viewer)).toMatchObject({ access: 'NEEDS_AUTH' });
    expect(await granted(viewer)).toEqual([]);
    await report(viewer, toolServer.id, [definition('search', 'h1')], { access: 'GRANTED' });
    await report(viewer, toolServer.id, [definition('search', 'h1')], { access: 'GRANTED' });
    expect(await accessOf(viewer)).toMatchObject({ status: 'HEALTHY', access: 'GRANTED' });
    expect(await granted(viewer)).toEqual(['crm']);
  });

  test('of an own account is told for its person alone, and says nothing about the server', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { credentialPerUser: true });
    const { database, streams, clock } = agents.parts;
    const outbox = new Outbox({ lane: `identity/${testId('evt')}`, database, streams, clock });
    await outbox.open();
    const told = (toolServerId: string) => ({
      type: 'aether.identity.credential-stored' as const,
      subject: 'crd_own',
      actorId: null,
      requestId: null,
      data: { toolServerId, userId: viewer.userId, audit: {} },
    });
    // Of another organization's server, or one that is gone: nothing is told.
    const events = [told('tsv_gone'), told(toolServer.id)];
    await database.tenant(viewer.tenantId).transaction((transaction) => outbox.append(transaction, events));
    outbox.ring();
    const read = () => database.tenant(viewer.tenantId).read(ACCESS_GRANTED, {}, z.object({ data: z.string() }));
    await expect.poll(async () => (await read()).length, { timeout: 15_000 }).toBe(1);
    expect(JSON.parse((await read())[0]?.data ?? '')).toMatchObject({ slug: 'crm', userId: viewer.userId });
    expect(await accessOf(viewer)).toMatchObject({ status: 'UNKNOWN', access: 'UNKNOWN' });
  });

  test.each(['aether.identity.credential-authorized', 'aether.identity.credential-rotated'] as const)(
    'is unknown again after %s, for the servers that get the credential',
    async (type) => {
      const viewer = testViewer();
      const { toolServer } = await connect(viewer, { credentialId: 'crd_1' });
      await report(viewer, toolServer.id, null, { status: 'DOWN', access: 'NEEDS_AUTH', lastError: 'Sign in.' });
      const { database, streams, clock } = agents.parts;
      const outbox = new Outbox({ lane: `identity/${testId('evt')}`, database, streams, clock });
      await outbox.open();
      const event = { type, subject: 'crd_1', actorId: null, requestId: null, data: {} };
      await database.tenant(viewer.tenantId).transaction((transaction) => outbox.append(transaction, [event]));
      outbox.ring();
      await expect
        .poll(() => accessOf(viewer), { timeout: 15_000 })
        .toEqual({
          status: 'UNKNOWN',
          access: 'UNKNOWN',
          lastError: null,
        });
    },
  );
});

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

  const OFFERS =
    'query ($search: String, $first: Int, $after: String) { toolServerOffers(search: $search, first: $first, after: $after) { edges { cursor node { slug name transport settingsSchema unavailableReason connected } } pageInfo { hasNextPage } } }';
  const offersOf = async (viewer: Viewer, variables: Record<string, unknown> = {}) =>
    (await agents.run(viewer, OFFERS, variables)).data.toolServerOffers;
  const offerOf = async (viewer: Viewer, slug: string) =>
    (await offersOf(viewer)).edges.find((edge: { node: { slug: string } }) => edge.node.slug === slug)?.node;

  test('from an offer runs the command line of the operator, and says that it is connected', async () => {
    const viewer = testViewer();
    const offered = { slug: 'files', name: 'Files', transport: 'STDIO', unavailableReason: null };
    expect(await offerOf(viewer, 'files')).toMatchObject({ ...offered, connected: false });
    const { toolServer } = await connect(viewer, { url: null, offerSlug: 'files' });
    expect(toolServer).toMatchObject({ transport: 'STDIO', command: 'npx', arguments: PROGRAM.arguments, url: null });
    expect(await offerOf(viewer, 'files')).toMatchObject({ ...offered, connected: true });
  });

  test('by its name makes the command line of the offer and its settings, and knows the effects of its tools', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, {
      url: null,
      offerSlug: 'git',
      settings: { repository: '/srv/repo' },
    });
    expect(toolServer).toMatchObject({
      transport: 'STDIO',
      command: 'uvx',
      arguments: ['--from', 'mcp-server-git==2026.10.19', 'mcp-server-git', '--repository', '/srv/repo'],
    });
    const { data } = await agents.run(viewer, print(ToolCatalogDocument), { since: null });
    expect(data.catalogForGateway.toolServers).toMatchObject([
      { offerSlug: 'git', settings: { repository: '/srv/repo' } },
    ]);
    await report(viewer, toolServer.id, [definition('git_log', 'h1'), definition('git_push', 'h2')]);
    expect(await tool(viewer, 'crm/git_log')).toMatchObject({ effect: 'READ', approved: false });
    expect(await tool(viewer, 'crm/git_push')).toMatchObject({ effect: 'ONCE' });
    expect(await offerOf(viewer, 'git')).toMatchObject({ connected: true });
  });

  test('by its name at the address of its maker', async () => {
    const { toolServer } = await connect(testViewer(), { url: null, offerSlug: 'deepwiki' });
    expect(toolServer).toMatchObject({ transport: 'HTTP', url: 'https://mcp.deepwiki.com/mcp', command: null });
  });

  test('offers are found by words, in pages, and say what the operator does not allow', async () => {
    const viewer = testViewer();
    expect(
      (await offersOf(viewer, { search: 'PAGES notion' })).edges.map(
        (edge: { node: { slug: string } }) => edge.node.slug,
      ),
    ).toEqual(['notion', 'notion-api']);
    const first = await offersOf(viewer, { first: 3 });
    const rest = await offersOf(viewer, { first: 100, after: first.edges.at(-1).cursor });
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(rest.edges.length + 3).toBe((await offersOf(viewer, { first: 100 })).edges.length);
    expect(await offerOf(viewer, 'playwright')).toMatchObject({ unavailableReason: expect.stringMatching(/operator/) });
    expect(await connect(viewer, { url: null, offerSlug: 'playwright' })).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path: ['offerSlug'] }],
    });
  });

  test.each([
    ['a command that the operator does not allow', { url: null, command: 'sh', arguments: ['-c', 'id'] }, 'command'],
    [
      'an allowed command with other arguments',
      { url: null, command: 'npx', arguments: ['-y', 'files-server', '/'] },
      'command',
    ],
    ['an unknown offer', { url: null, offerSlug: 'nothing' }, 'offerSlug'],
    ['settings without an offer', { settings: { a: 1 } }, 'settings'],
    ['settings for a program of the operator', { url: null, offerSlug: 'files', settings: { a: 1 } }, 'settings'],
    ['a secret that is missing', { url: null, offerSlug: 'notion-api' }, 'credentialId'],
    ['a secret for a program that takes none', { url: null, offerSlug: 'time', credentialId: 'crd_1' }, 'credentialId'],
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

  const openApi = (more: Record<string, unknown> = {}) => ({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: 'https://pets.example.com/v1' }],
    paths: { '/pets': { get: { operationId: 'listPets', responses: {} } } },
    ...more,
  });
  const endpoint = {
    name: 'rate',
    description: 'Tells a rate.',
    url: 'https://rates.example.com/v2/{base}',
    inputSchema: { type: 'object', properties: { base: { type: 'string' } }, required: ['base'] },
  };
  const documentOf = async (viewer: Viewer, id: string) =>
    (await agents.run(viewer, print(ToolServerDocumentDocument), { id })).data.toolServerDocument;

  test.each([
    ['an OpenAPI document', 'OPENAPI', openApi(), openApi(), 'https://pets.example.com/v1'],
    [
      'its text as YAML',
      'OPENAPI',
      'openapi: 3.0.0\ninfo: {title: P}\nservers: [{url: "https://y.example"}]\npaths: {/a: {get: {}}}',
      { openapi: '3.0.0', info: { title: 'P' }, servers: [{ url: 'https://y.example' }], paths: { '/a': { get: {} } } },
      'https://y.example/',
    ],
    ['a single endpoint', 'HTTP_ENDPOINT', endpoint, endpoint, 'https://rates.example.com/v2/'],
  ])('%s is kept for the gateway, in its tenant only', async (_, kind, document, kept, url) => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer, { kind, url: null, document });
    expect(toolServer).toMatchObject({ transport: 'HTTP', url, command: null });
    expect(await documentOf(viewer, toolServer.id)).toEqual(kept);
    expect(await documentOf(testViewer(), toolServer.id)).toBeNull();
    const { data } = await agents.run(viewer, print(ToolCatalogDocument), { since: null });
    expect(data.catalogForGateway.toolServers).toMatchObject([
      { kind, documentUrl: null, documentHash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    ]);
    await agents.run(viewer, REMOVE, { input: { toolServerId: toolServer.id } });
    expect(await documentOf(viewer, toolServer.id)).toBeNull();
  });

  test('the address of a document is for the gateway to read, and names the origin', async () => {
    const viewer = testViewer();
    const document = 'https://pets.example.com/openapi.json?v=2';
    const { toolServer } = await connect(viewer, { kind: 'OPENAPI', url: null, document });
    expect(toolServer).toMatchObject({ url: 'https://pets.example.com/' });
    const { data } = await agents.run(serviceViewer(viewer.tenantId), print(ToolCatalogDocument), { since: null });
    expect(data.catalogForGateway.toolServers).toMatchObject([{ documentUrl: document, documentHash: null }]);
    const shown = await agents.run(viewer, '{ toolServer(slug: "crm") { documentUrl } }');
    expect(shown.data.toolServer.documentUrl).toBe('https://pets.example.com/openapi.json?…');
    const { database } = agents.parts;
    const told = await database.tenant(viewer.tenantId).read(CONNECTED, {}, z.object({ data: z.string() }));
    expect(told.map((event) => event.data).join()).toContain('openapi.json?…');
    expect(told.map((event) => event.data).join()).not.toContain('v=2');
  });

  test('a credential goes to an address that was named, never to wherever the document is', async () => {
    const viewer = testViewer();
    const input = { kind: 'OPENAPI', document: 'https://docs.example.com/pets.json', credentialId: 'crd_1' };
    const { userErrors } = await connect(viewer, { ...input, url: null });
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['url'] }]);
    const { toolServer } = await connect(viewer, { ...input, url: 'https://pets.example.com/v1' });
    expect(toolServer).toMatchObject({ url: 'https://pets.example.com/v1', credential: { id: 'crd_1' } });
  });

  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`/p${index}`, { get: {} }]));
  const loop = { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } };
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no document', { kind: 'OPENAPI' }, 'document', /nothing/],
    ['a page', { kind: 'OPENAPI', document: '<!doctype html>' }, 'document', /HTML/],
    ['something else', { kind: 'OPENAPI', document: { hello: 'world' } }, 'document', /no OpenAPI 3 document/],
    ['5,000 operations', { kind: 'OPENAPI', document: openApi({ paths: many }) }, 'document', /5000 paths/],
    ['a circle', { kind: 'OPENAPI', document: openApi({ paths: loop }) }, 'document', /circle/],
    ['more than 400,000 bytes', { kind: 'OPENAPI', document: `a: ${'x'.repeat(400_001)}` }, 'document', /larger than/],
    [
      'an address with a password',
      { kind: 'OPENAPI', document: 'https://a:b@example.com/o.json' },
      'document',
      /password/,
    ],
    [
      'servers that were not allowed',
      { kind: 'OPENAPI', url: 'https://other.example', document: openApi() },
      'document',
      /other\.example only/,
    ],
    ['no server', { kind: 'OPENAPI', document: openApi({ servers: [] }) }, 'url', /address/],
    ['an endpoint without a name', { kind: 'HTTP_ENDPOINT', document: { ...endpoint, name: '' } }, 'document', /name/],
    [
      'a document of a server that speaks MCP',
      { kind: 'MCP', url: 'https://x.example', document: openApi() },
      'document',
      /MCP/,
    ],
    ['a program that is a document', { kind: 'OPENAPI', offerSlug: 'files', document: openApi() }, 'kind', /MCP/],
  ])('%s is refused', async (_, input, field, problem) => {
    expect(await connect(testViewer(), { url: null, ...input })).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path: [field], message: expect.stringMatching(problem) }],
    });
  });

  test('with own accounts is for servers over HTTP, and whoever manages tools changes it', async () => {
    const viewer = testViewer();
    const program = { transport: 'STDIO', url: null, command: 'npx', arguments: ['-y', 'x'], credentialPerUser: true };
    expect((await connect(viewer, program)).userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    const { toolServer } = await connect(viewer, { credentialPerUser: true });
    const perUser = '{ toolServer(slug: "crm") { credentialPerUser } }';
    expect((await agents.run(viewer, perUser)).data.toolServer).toEqual({ credentialPerUser: true });
    const input = { toolServerId: toolServer.id, credentialPerUser: false };
    const member = testViewer({ tenantId: viewer.tenantId, roleKey: 'member' });
    expect((await agents.run(member, UPDATE, { input })).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    await agents.run(viewer, UPDATE, { input });
    expect((await agents.run(viewer, perUser)).data.toolServer).toEqual({ credentialPerUser: false });
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

describe('the quarantine', () => {
  const QUARANTINE =
    'mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { quarantine } userErrors { code } } }';
  const FINDINGS = '{ tool(slug: "crm/search") { approved findings { rule hidden path offset excerpt } } }';
  const finding = { rule: 'INSTRUCTION_TAG', hidden: false, path: 'description', offset: 3, excerpt: '<IMPORTANT>' };

  test('marks by default, is changed by who manages tools, and told to the gateway and the audit log', async () => {
    const viewer = testViewer();
    const { id: toolServerId } = await approvedTool(viewer);
    const policyOf = async () => {
      const { data } = await agents.run(viewer, print(ToolCatalogDocument), { since: null });
      return data.catalogForGateway.toolServers[0].quarantine;
    };
    expect(await policyOf()).toBe('MARK');
    const reader = { ...viewer, permissions: ['tool:read', 'tool:use'] };
    const refused = await agents.run(reader, QUARANTINE, { input: { toolServerId, quarantine: 'OFF' } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const unknown = await agents.run(viewer, QUARANTINE, { input: { toolServerId, quarantine: 'SOMETIMES' } });
    expect(unknown.errors).toHaveLength(1);
    expect(await policyOf()).toBe('MARK');
    const { data } = await agents.run(viewer, QUARANTINE, { input: { toolServerId, quarantine: 'BLOCK' } });
    expect(data.updateToolServer).toEqual({ toolServer: { quarantine: 'BLOCK' }, userErrors: [] });
    expect(await policyOf()).toBe('BLOCK');
    const [event] = await eventsOf(viewer, 'aether.tool-server.updated');
    expect(event).toMatchObject({ audit: { before: expect.anything(), after: { quarantine: 'BLOCK' } } });
  });

  test('shows what was found in a definition, also when only the rules have changed', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    const found = async () => (await agents.run(viewer, FINDINGS)).data.tool;
    expect(await found()).toEqual({ approved: true, findings: [] });
    await report(viewer, id, [definition('search', 'h1', { findings: [finding] })]);
    expect(await found()).toEqual({ approved: true, findings: [finding] });
    await report(viewer, id, [definition('search', 'h1', { findings: [] })]);
    expect(await found()).toEqual({ approved: true, findings: [] });
  });

  test('and calls that write are kept by the audit log in the name of who called', async () => {
    const viewer = testViewer({ apiKey: { id: 'key_1', models: [], tools: ['crm/*'], tokensPerMinute: null } });
    await approvedTool(viewer);
    const { id: toolId } = await tool(viewer, 'crm/search');
    const call = { toolId, outcome: 'SUCCEEDED', durationMs: 12, rules: [] };
    const record = (who: Viewer, input: Record<string, unknown>) =>
      agents.run(who, print(RecordToolCallDocument), { input: { ...call, ...input } });
    expect((await record(viewer, {})).data.recordToolCall.userErrors).toEqual([]);
    await record(viewer, { outcome: 'TOOL_RESULT_QUARANTINED', rules: ['TAG_CHARACTERS'] });
    expect(await eventsOf(viewer, 'aether.tool.called')).toMatchObject([
      {
        audit: {
          action: 'tool.call',
          objectType: 'Tool',
          after: { slug: 'crm/search', effect: 'READ', outcome: 'SUCCEEDED', apiKeyId: 'key_1' },
        },
      },
      { audit: { action: 'tool.quarantine', after: { rules: ['TAG_CHARACTERS'] } } },
    ]);
    // An agent is a tool, too; of one that there is not, nothing is told.
    const { agent } = await createAgent(agents, viewer);
    for (const slug of [agent.slug, 'nobody']) {
      const { data } = await record(viewer, { toolId: `agent/${slug}`, outcome: 'TOOL_NOT_ALLOWED' });
      expect(data.recordToolCall.userErrors).toEqual([]);
    }
    expect((await eventsOf(viewer, 'aether.tool.called')).slice(2)).toMatchObject([
      {
        agentId: agent.id,
        audit: {
          action: 'tool.call',
          objectType: 'Agent',
          after: { slug: `agent/${agent.slug}`, outcome: 'TOOL_NOT_ALLOWED', apiKeyId: 'key_1' },
        },
      },
    ]);
    // Of another tenant: there is no such tool.
    expect((await record(testViewer(), {})).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});

/** What was told of one kind, in the order in which it was told. */
async function eventsOf(viewer: Viewer, type: string): Promise<readonly object[]> {
  const rows = await agents.parts.database
    .tenant(viewer.tenantId)
    .read(EVENTS, { type }, z.object({ data: z.string() }));
  return rows.map(({ data }) => JSON.parse(data));
}

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

  test('of a definition that does more than the one before propose the stricter effect', async () => {
    const viewer = testViewer();
    const { toolServer } = await connect(viewer);
    const offer = (hash: string, effect: string) =>
      report(viewer, toolServer.id, [definition('pay', hash, { annotations: { effect } })]);
    await offer('h1', 'READ');
    await approve(viewer, 'crm/pay', { effect: 'READ' });
    await offer('h2', 'ONCE');
    expect(await tool(viewer, 'crm/pay')).toMatchObject({ approved: false, changed: true, effect: 'ONCE' });
    await offer('h3', 'READ');
    expect(await tool(viewer, 'crm/pay')).toMatchObject({ effect: 'ONCE' });
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

  test('of what one person is offered add tools, and change and take away none of the others', async () => {
    const viewer = testViewer();
    const { id } = await approvedTool(viewer);
    await report(viewer, id, [definition('search', 'h1'), definition('write', 'h2')]);
    const before = await Promise.all(['crm/search', 'crm/write'].map((slug) => tool(viewer, slug)));
    const partial = { isPartial: true };
    await report(viewer, id, [], partial);
    await report(viewer, id, [definition('search', 'h8', { description: 'Searches the account of Bob.' })], partial);
    await report(viewer, id, [definition('write', 'h9', { annotations: { readOnlyHint: true } })], partial);
    expect(await Promise.all(['crm/search', 'crm/write'].map((slug) => tool(viewer, slug)))).toEqual(before);
    await report(viewer, id, [definition('own', 'h3')], partial);
    expect(await tool(viewer, 'crm/own')).toMatchObject({ listed: true, approved: false });
    // Whoever manages tools asks for the whole list, which counts.
    await report(viewer, id, [definition('search', 'h8')], { isPartial: false });
    expect(await tool(viewer, 'crm/search')).toMatchObject({ changed: true, approved: false });
    expect(await tool(viewer, 'crm/write')).toMatchObject({ listed: false });
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
