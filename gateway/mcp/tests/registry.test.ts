import { startToolServer, testViewer, type ToolServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namespaceOf } from '../src/registry/server-entry.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

let upstream: ToolServer;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startToolServer();
  gateway = await startTestGateway({
    environment: { AETHER_PUBLIC_URL: 'https://aether.example.org/' },
    config: { allowedOrigins: [new URL(upstream.url).origin] },
  });
  await gateway.connect({ slug: 'crm', url: upstream.url, credential: { id: 'crd_secret' } }, []);
  await gateway.connect({ slug: 'web', url: upstream.url }, ['add', 'echo']);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

interface Listed {
  readonly servers: readonly { readonly server: { readonly name: string } }[];
  readonly metadata: { readonly count: number; readonly nextCursor?: string };
}

const get = (path: string, headers: Record<string, string> = gateway.headers()): Promise<Response> =>
  fetch(new URL(path, gateway.origin), { headers });
const list = async (query = ''): Promise<Listed> => (await (await get(`/v0.1/servers${query}`)).json()) as Listed;
const names = ({ servers }: Listed): readonly string[] => servers.map(({ server }) => server.name);
const ALL = ['org.example.aether/agent', 'org.example.aether/crm', 'org.example.aether/web'];

describe('GET /v0.1/servers', () => {
  test('lists the servers of the tenant at the addresses of this gateway', async () => {
    const listed = await list();
    expect(names(listed)).toEqual(ALL);
    expect(listed.metadata).toEqual({ count: 3 });
    expect(listed.servers[2]).toEqual({
      server: {
        $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
        name: 'org.example.aether/web',
        title: 'web',
        description: 'Tools: add, echo.',
        version: '1.0.0',
        remotes: [{ type: 'streamable-http', url: 'https://aether.example.org/mcp/s/web' }],
      },
      _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true } },
    });
  });

  test('has no server that is disabled', async () => {
    await gateway.connect({ slug: 'off', url: upstream.url });
    expect(names(await list('?search=off'))).toEqual(['org.example.aether/off']);
    gateway.disable('off');
    await expect.poll(async () => names(await list('?search=off'))).toEqual([]);
    expect((await get('/v0.1/servers/org.example.aether%2Foff/versions')).status).toBe(404);
  });

  test('tells neither where a server is nor its credential', async () => {
    const text = JSON.stringify(await list());
    expect(text).not.toContain(new URL(upstream.url).host);
    expect(text).not.toContain('crd_secret');
  });

  test('pages lose and repeat nothing', async () => {
    const pages: string[] = [];
    let query = '?limit=1';
    while (pages.length < 10) {
      const page = await list(query);
      pages.push(...names(page));
      const { nextCursor } = page.metadata;
      if (nextCursor === undefined) break;
      query = `?limit=1&cursor=${nextCursor}`;
    }
    expect(pages).toEqual(ALL);
  });

  test.each([
    ['?search=WEB', ['org.example.aether/web']],
    ['?search=nothing', []],
    ['?version=latest&limit=100', ALL],
    ['?version=9.9.9', []],
    // Of a name that no server has any more, whatever its host was.
    ['?cursor=b3JnLmFfYi94', ['org.example.aether/agent', 'org.example.aether/crm', 'org.example.aether/web']],
    ['?updated_since=2026-11-23T10:00:00Z', ALL],
  ])('%s', async (query, expected) => {
    expect(names(await list(query))).toEqual(expected);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=-1', 'limit'],
    ['cursor=%00', 'cursor'],
    ['cursor=bm90aGluZx', 'cursor'],
    [`cursor=${'A'.repeat(500)}`, 'cursor'],
    [`search=${'a'.repeat(201)}`, 'search'],
    ['version=', 'version'],
    ['updated_since=yesterday', 'updated_since'],
  ])('refuses %s', async (query, path) => {
    const response = await get(`/v0.1/servers?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: expect.any(String), code: 'VALIDATION_FAILED', path: [path] });
  });

  test('another tenant sees no server of this one', async () => {
    const stranger = gateway.headers(testViewer());
    const response = await get('/v0.1/servers', stranger);
    expect(names((await response.json()) as Listed)).toEqual(['org.example.aether/agent']);
    expect((await get('/v0.1/servers/org.example.aether%2Fweb/versions', stranger)).status).toBe(404);
  });

  test('needs a viewer who may use tools, and no page of another site', async () => {
    expect((await get('/v0.1/servers', gateway.headers(null))).status).toBe(401);
    const without = gateway.headers({ ...gateway.viewer, permissions: ['tool:read'] });
    expect((await get('/v0.1/servers', without)).status).toBe(403);
    const foreign = await get('/v0.1/servers', { ...gateway.headers(), origin: 'https://evil.example' });
    expect(await foreign.json()).toMatchObject({ error: expect.any(String), code: 'ORIGIN_REFUSED' });
  });
});

describe('one server', () => {
  test.each(['latest', '1.0.0'])('its version %s', async (version) => {
    const response = await get(`/v0.1/servers/org.example.aether%2Fcrm/versions/${version}`);
    expect(await response.json()).toMatchObject({
      server: { name: 'org.example.aether/crm', description: 'No tool is approved yet.' },
    });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('its versions', async () => {
    const response = await get('/v0.1/servers/org.example.aether%2Fcrm/versions');
    expect(await response.json()).toMatchObject({
      servers: [{ server: { version: '1.0.0' } }],
      metadata: { count: 1 },
    });
  });

  test.each([
    'org.example.aether%2Fnothing/versions',
    'com.other%2Fcrm/versions/latest',
    'org.example.aether%2Fcrm/versions/2.0.0',
  ])('%s is not found', async (path) => {
    const response = await get(`/v0.1/servers/${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: expect.any(String), code: 'NOT_FOUND' });
  });
});

test.each([
  ['https://aether.example.org', 'org.example.aether'],
  ['http://localhost:8080', 'localhost'],
  ['http://127.0.0.1:8080', '127.0.0.1'],
  ['http://[::1]:8080', 'localhost'],
  ['http://my_host.example', 'example.my-host'],
])('the servers of %s are in %s', (url, namespace) => {
  expect(namespaceOf(url)).toBe(namespace);
});
