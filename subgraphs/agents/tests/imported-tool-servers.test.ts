import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Viewer } from '@aether/common/security';
import { tenantStatement } from '@aether/common/graph';
import { ToolCatalogDocument } from '@aether/schema/internal/agents';
import { testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { agentsConfig } from '../src/index.ts';
import { type RunningAgents, startAgents } from './start-agents.ts';

const TOLD = tenantStatement(
  'agents.test-told-of-offers',
  "MATCH (e:OutboxEvent {tenantId: $tenantId}) WHERE e.type STARTS WITH 'aether.tool-server-offer' RETURN e.type AS type ORDER BY e.id",
);

/** Stands for the registry: answers what a test says, and remembers what it was asked. */
let registry: Server;
let registryUrl: string;
let answer: { status: number; body: string };
const asked: string[] = [];
let agents: RunningAgents;

beforeAll(async () => {
  registry = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  registryUrl = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  agents = await startAgents({
    AETHER_TOOL_OFFERS: '*,npm:@some/allowed@1.2.3',
    AGENTS_MCP_REGISTRY_URL: `${registryUrl}/`,
  });
});
afterAll(async () => {
  await agents[Symbol.asyncDispose]();
  registry.close();
});
beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: '{"servers":[]}' };
});

const FIELDS = 'name title version transport place problems { path message } unavailableReason importable imported';
const IMPORT = `mutation ($input: ImportToolServersInput!) { importToolServers(input: $input) { servers { ${FIELDS} } userErrors { code path message hint } } }`;
const REMOVE =
  'mutation ($input: RemoveToolServerOfferInput!) { removeToolServerOffer(input: $input) { deletedId userErrors { code } } }';
const SEARCH = `query ($search: String, $first: Int, $after: String) { registryServers(search: $search, first: $first, after: $after) { edges { node { ${FIELDS} server } } pageInfo { hasNextPage endCursor } } }`;
const OFFERS =
  '{ toolServerOffers(first: 100) { edges { node { slug name transport version imported unavailableReason connected } } } }';
const CONNECT =
  'mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id transport url command arguments offerSlug } userErrors { code path message } } }';

const program = (identifier: string, version = '1.2.3') => ({
  name: `io.example/${identifier.replace(/^.*\//u, '')}`,
  title: 'A program',
  description: 'Does something.',
  version,
  packages: [{ registryType: 'npm', identifier, version, transport: { type: 'stdio' } }],
});
const HOSTED = {
  name: 'com.example/hosted',
  description: 'Somewhere else.',
  version: '2.0.0',
  remotes: [{ type: 'streamable-http', url: 'https://tools.example.com/mcp' }],
};
const CONTAINER = {
  name: 'com.example/container',
  description: 'An image.',
  version: '1.0.0',
  packages: [{ registryType: 'oci', identifier: 'example/image', version: '1', transport: { type: 'stdio' } }],
};

const importAll = async (viewer: Viewer, document: unknown) =>
  (await agents.run(viewer, IMPORT, { input: { document } })).data.importToolServers;
const offersOf = async (viewer: Viewer) =>
  (await agents.run(viewer, OFFERS)).data.toolServerOffers.edges
    .map(({ node }: { node: { imported: boolean } }) => node)
    .filter(({ imported }: { imported: boolean }) => imported);
const connect = async (viewer: Viewer, offerSlug: string, slug = 'one') =>
  (await agents.run(viewer, CONNECT, { input: { slug, name: 'One', kind: 'MCP', offerSlug } })).data.connectToolServer;

describe('importing', () => {
  test('makes offers of what can be connected, and says why of the rest', async () => {
    const viewer = testViewer();
    const bad = { name: 'bad', description: 'No slash.', version: '1' };
    const document = { servers: [program('@some/allowed'), program('other'), HOSTED, CONTAINER, bad] };
    const { servers, userErrors } = await importAll(viewer, JSON.stringify(document));
    expect(userErrors).toEqual([]);
    expect(servers).toMatchObject([
      { name: 'io.example/allowed', place: 'npm:@some/allowed@1.2.3', imported: true, unavailableReason: null },
      { name: 'io.example/other', imported: true, unavailableReason: expect.stringContaining('"npm:other@1.2.3"') },
      { name: 'com.example/hosted', transport: 'HTTP', place: 'https://tools.example.com/mcp', imported: true },
      {
        name: 'com.example/container',
        importable: false,
        imported: false,
        unavailableReason: expect.stringContaining('oci'),
      },
      { name: 'bad', importable: false, imported: false, problems: [{ path: ['servers', '4', 'name'] }] },
    ]);
    expect(await offersOf(viewer)).toEqual([
      expect.objectContaining({ slug: 'io.example/allowed', transport: 'STDIO', version: '1.2.3', connected: false }),
      expect.objectContaining({
        slug: 'io.example/other',
        unavailableReason: expect.stringContaining('AETHER_TOOL_OFFERS'),
      }),
      expect.objectContaining({ slug: 'com.example/hosted', unavailableReason: null }),
    ]);
    const told = await agents.parts.database.tenant(viewer.tenantId).read(TOLD, {}, z.object({ type: z.string() }));
    expect(told).toHaveLength(3);
  });

  test('is for one tenant, and again replaces', async () => {
    const viewer = testViewer();
    await importAll(viewer, program('x', '1.0.0'));
    await importAll(viewer, program('x', '2.0.0'));
    expect(await offersOf(viewer)).toMatchObject([{ slug: 'io.example/x', version: '2.0.0' }]);
    expect(await offersOf(testViewer())).toEqual([]);
    expect(await connect(testViewer(), 'io.example/x')).toMatchObject({ userErrors: [{ path: ['offerSlug'] }] });
  });

  test('an offer is connected by its name', async () => {
    const viewer = testViewer();
    await importAll(viewer, [program('@some/allowed'), program('other'), HOSTED]);
    expect(await connect(viewer, 'com.example/hosted', 'hosted')).toMatchObject({
      toolServer: { transport: 'HTTP', url: 'https://tools.example.com/mcp', offerSlug: 'com.example/hosted' },
      userErrors: [],
    });
    expect(await connect(viewer, 'io.example/allowed', 'allowed')).toMatchObject({
      toolServer: { transport: 'STDIO', command: 'npx', arguments: ['-y', '@some/allowed@1.2.3'] },
    });
    expect(await connect(viewer, 'io.example/other', 'other')).toMatchObject({
      toolServer: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path: ['offerSlug'], message: expect.any(String) }],
    });
  });

  test('another version changes no server that is connected, nor does removing the offer', async () => {
    const viewer = testViewer();
    await importAll(viewer, program('@some/allowed'));
    await connect(viewer, 'io.example/allowed');
    await importAll(viewer, program('@some/allowed', '9.9.9'));
    const { data } = await agents.run(viewer, REMOVE, { input: { slug: 'io.example/allowed' } });
    expect(data.removeToolServerOffer).toEqual({ deletedId: 'io.example/allowed', userErrors: [] });
    expect(await offersOf(viewer)).toEqual([]);
    const catalog = await agents.run(viewer, print(ToolCatalogDocument), { since: null });
    expect(catalog.data.catalogForGateway.toolServers).toMatchObject([
      { offerSlug: 'io.example/allowed', importedServer: { packages: [{ version: '1.2.3' }] } },
    ]);
  });

  test.each([
    ['no JSON', '{"name": ', /Unexpected end|JSON/],
    ['no registry', '{"hello":"world"}', /Expected a server.json/],
    ['nothing', '', /JSON/],
    ['too much', 'x'.repeat(400_001), /at most 400000 bytes/],
    [
      'more servers than one import may bring',
      JSON.stringify(Array.from({ length: 101 }, (_, index) => ({ ...HOSTED, name: `com.example/s${index}` }))),
      /at most 100 servers at once/,
    ],
  ])('%s is refused', async (_, document, message) => {
    const { servers, userErrors } = await importAll(testViewer(), document);
    expect(servers).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['document'] }]);
    expect(`${userErrors[0].message} ${userErrors[0].hint}`).toMatch(message);
  });

  test('a tenant has a bounded number of them', async () => {
    const viewer = testViewer();
    const part = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...HOSTED, name: `com.example/s${from + index}` }));
    for (const from of [0, 100]) expect(await importAll(viewer, part(from, 100))).toMatchObject({ userErrors: [] });
    expect(await importAll(viewer, part(200, 1))).toMatchObject({
      userErrors: [{ code: 'VALIDATION_FAILED', message: expect.stringContaining('at most 200') }],
    });
    expect(await importAll(viewer, part(199, 1))).toMatchObject({ userErrors: [] });
  });

  test('keeps no secret and no version that is not the newest', async () => {
    const viewer = testViewer();
    const secret = { name: 'TOKEN', isSecret: true, value: 'hidden' };
    const [npm] = program('other').packages;
    const { servers } = await importAll(viewer, [
      { ...HOSTED, packages: [{ ...npm, environmentVariables: [secret] }] },
      program('x', '1.2.0'),
      program('x', '1.10.0'),
    ]);
    expect(servers).toMatchObject([
      { importable: false, imported: false, unavailableReason: expect.stringContaining('secret of TOKEN') },
      { version: '1.2.0', imported: false, unavailableReason: expect.stringContaining('1.10.0') },
      { version: '1.10.0', imported: true },
    ]);
    expect(await offersOf(viewer)).toMatchObject([{ slug: 'io.example/x', version: '1.10.0' }]);
  });

  test('says how the operator names the variables of a program', async () => {
    const server = program('@some/allowed');
    const packages = server.packages.map((each) => ({ ...each, environmentVariables: [{ name: 'API_URL' }] }));
    expect(await importAll(testViewer(), { ...server, packages })).toMatchObject({
      servers: [{ imported: true, unavailableReason: expect.stringContaining('"npm:@some/allowed@1.2.3(API_URL)"') }],
    });
  });

  test('what was never imported, and what ships with the product, cannot be removed', async () => {
    for (const slug of ['time', 'io.example/nothing']) {
      const { errors } = await agents.run(testViewer(), REMOVE, { input: { slug } });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

describe('a registry', () => {
  test('is searched, and what is found can be imported', async () => {
    const viewer = testViewer();
    answer.body = JSON.stringify({
      servers: [{ server: HOSTED }, { server: CONTAINER }],
      metadata: { nextCursor: 'com.example/container:1.0.0', count: 2 },
    });
    const { data } = await agents.run(viewer, SEARCH, { search: ' exam & ple ', first: 2 });
    expect(asked).toEqual(['/v0.1/servers?version=latest&limit=2&search=exam+%26+ple']);
    expect(data.registryServers.pageInfo).toEqual({ hasNextPage: true, endCursor: 'com.example/container:1.0.0' });
    const [{ node: hosted }, { node: container }] = data.registryServers.edges;
    expect(hosted).toMatchObject({ importable: true, imported: false, unavailableReason: null });
    expect(container).toMatchObject({ importable: false });
    expect(await importAll(viewer, hosted.server)).toMatchObject({ servers: [{ imported: true }] });
    const again = await agents.run(viewer, SEARCH, { after: 'com.example/container:1.0.0' });
    expect(asked.at(-1)).toContain('cursor=com.example%2Fcontainer%3A1.0.0');
    expect(again.data.registryServers.edges[0].node).toMatchObject({ name: 'com.example/hosted', imported: true });
  });

  test.each([
    ['a failure', 500, 'oops', /status 500/],
    ['a page of HTML', 200, '<html></html>', /did not answer with JSON/],
    ['something else', 200, '{"hello":"world"}', /Expected a server.json/],
  ])('that answers %s is told as such', async (_, status, body, message) => {
    answer = { status, body };
    const { errors } = await agents.run(testViewer(), SEARCH, {});
    expect(errors).toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'REGISTRY_UNAVAILABLE', retryable: true } },
    ]);
  });

  test.each([{ search: 'a'.repeat(201) }, { first: 0 }, { first: 101 }, { after: 'a'.repeat(2_001) }])(
    'is not asked for %j',
    async (variables) => {
      const { errors } = await agents.run(testViewer(), SEARCH, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
      expect(asked).toEqual([]);
    },
  );

  test('is the official one unless the operator says another or none', () => {
    expect(agentsConfig({}).registryUrl).toBe('https://registry.modelcontextprotocol.io');
    expect(agentsConfig({ AGENTS_MCP_REGISTRY_URL: 'none' }).registryUrl).toBeNull();
  });

  test.each([
    'file:///etc',
    'https://somebody@registry.example',
    'https://:secret@registry.example',
    'https://registry.example?key=1',
    'https://registry.example/#a',
  ])('is not at %s', (url) => {
    expect(() => agentsConfig({ AGENTS_MCP_REGISTRY_URL: url })).toThrow(/AGENTS_MCP_REGISTRY_URL/);
  });
});
