import { serveFetch, type ServedFetch } from '@aether/test-support';
import { PlatformError } from '@aether/common/service';
import { readOpenApi } from '@aether/schema';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { httpToolDefinition } from '../src/http-tools/http-tool-definition.ts';
import { AnsweringTransport } from '../src/upstream/answering-transport.ts';
import { Exchange, exchanges } from '../src/upstream/exchange.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';
import { testVault } from './test-vault.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const SECRET = 'pk-very-secret';
const CAP = 64 * 1024;
/** Of the reads of credentials. */
const opened: string[] = [];
let system: ServedFetch;
let elsewhere: ServedFetch;
let gateway: TestGateway;
let client: Client;
const seen: Seen[] = [];
const seenElsewhere: string[] = [];
/** What the system answers at a path; by default what it was sent. */
const answers = new Map<string, () => Response | Promise<Response>>();
/** The document at `/openapi.json` at the moment. */
let published: () => Response;

const operation = (operationId: string, more: Record<string, unknown> = {}) => ({
  operationId,
  responses: {},
  ...more,
});
const document = (more: Record<string, unknown> = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: '/v1' }],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: operation('getPet', { summary: 'One pet' }),
    },
    '/pets': {
      post: operation('addPet', {
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      }),
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Pet-Key' } } },
  ...more,
});

beforeAll(async () => {
  system = await serveFetch(async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/openapi.json') return published();
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    seen.push({ method: request.method, path: `${pathname}${search}`, headers, body });
    return answers.get(pathname)?.() ?? Response.json({ path: pathname, headers });
  });
  elsewhere = await serveFetch(async (request) => {
    seenElsewhere.push(JSON.stringify([...request.headers]));
    if (new URL(request.url).pathname === '/openapi.json') return published();
    return Response.json({ stolen: true });
  });
  const vault = testVault((id) => {
    opened.push(id);
    if (id === 'crd_team') {
      const resource = `${system.origin}/team-a`;
      return { kind: 'OAUTH2', version: 1, secret: 'token-of-team-a', scopes: [new URL(resource).host], resource };
    }
    if (id !== 'crd_pets') throw new PlatformError('NOT_FOUND', 'There is none.');
    return { kind: 'API_KEY', version: 1, secret: SECRET, scopes: [] };
  });
  gateway = await startTestGateway({
    config: { allowedOrigins: [system.origin, elsewhere.origin], vaultKey: vault.vaultKey },
    operations: vault.operations,
    limits: { callMs: 5_000, resultBytes: CAP, failures: 1_000 },
  });
  await gateway.connect({
    slug: 'pets',
    kind: 'OPENAPI',
    url: system.origin,
    document: document(),
    credential: { id: 'crd_pets' },
  });
  client = await gateway.client('/mcp?tools=all');
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});
beforeEach(() => {
  seen.length = 0;
  seenElsewhere.length = 0;
  opened.length = 0;
  answers.clear();
  published = () => Response.json(document());
});

const call = (name: string, given: Record<string, unknown> = {}) => client.callTool({ name, arguments: given });
const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string =>
  (result.content as { text: string }[])[0]?.text ?? '';
const getPet = (id = 'rex') => call('pets__getPet', { id });
const failsWith = (code: string) => ({ data: { code } });

describe('an OpenAPI document', () => {
  test('is a tool server: reported, listed with its effects, and called', async () => {
    expect(gateway.latestReport('pets')).toMatchObject({ status: 'HEALTHY', protocolRevision: null });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['pets__addPet', 'pets__getPet']);
    const reported = gateway.latestReport('pets')?.tools?.map(({ name, annotations }) => [name, annotations]);
    expect(reported).toEqual([
      ['getPet', { readOnlyHint: true, idempotentHint: true, effect: 'READ' }],
      ['addPet', { readOnlyHint: false, idempotentHint: false, effect: 'KEYED' }],
    ]);
    await getPet('a b');
    expect(seen).toMatchObject([{ method: 'GET', path: '/v1/pets/a%20b', body: '' }]);
    await client.close();
    client = await gateway.client('/mcp?tools=all', { 'idempotency-key': 'once-1' });
    await call('pets__addPet', { body: { name: 'Rex' } });
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/pets',
      body: '{"name":"Rex"}',
      headers: { 'idempotency-key': 'once-1', 'content-type': 'application/json' },
    });
  });

  test('gets its key in the header that it names, and no answer tells it', async () => {
    const text = textOf(await getPet());
    expect(seen[0]?.headers).toMatchObject({ 'x-pet-key': SECRET });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
    expect(text).toContain('"x-pet-key":"[credential]"');
    expect(text).not.toContain(SECRET);
  });

  test('is not followed to another origin, and neither is its key', async () => {
    answers.set('/v1/pets/rex', () => Response.redirect(`${elsewhere.origin}/steal`));
    expect(await getPet()).toMatchObject({ isError: true });
    answers.set('/v1/pets', () => Response.redirect(`${system.origin}/v1/other`, 307));
    await expect(call('pets__addPet', { body: {} })).rejects.toMatchObject(failsWith('TOOL_INTERRUPTED'));
    expect(seenElsewhere).toEqual([]);
    expect(seen.map(({ path }) => path)).toEqual(['/v1/pets/rex', '/v1/pets']);
  });

  test('is not called with arguments that do not fit its schema', async () => {
    expect(await call('pets__getPet', { id: 7, more: 1 })).toMatchObject({
      isError: true,
      _meta: { 'dev.aether/error': { code: 'TOOL_ARGUMENTS_INVALID' } },
    });
    expect(await call('pets__getPet', { id: '..' })).toMatchObject({
      isError: true,
      _meta: { 'dev.aether/error': { code: 'TOOL_ARGUMENTS_INVALID' } },
    });
    expect(seen).toEqual([]);
  });
});

describe('what a system answers', () => {
  const html = (status: number, text: string) =>
    new Response(`<!doctype html><html><body><h1>${text}</h1></body></html>`, {
      status,
      headers: { 'content-type': 'text/html' },
    });
  test.each<[string, () => Response, RegExp]>([
    ['404 with JSON', () => Response.json({ reason: 'no such pet' }, { status: 404 }), /answered 404\. .*no such pet/],
    ['500 with a page', () => html(500, 'Out of order'), /answered 500\. Out of order$/],
    ['403', () => new Response('not yours', { status: 403 }), /answered 403\. not yours/],
    ['a page instead of JSON', () => html(200, 'Please sign in'), /HTML instead of application\/json\. Please sign in/],
    ['a long reason', () => new Response('x'.repeat(50_000), { status: 400 }), /^It answered 400\. x{2000}$/],
    ['hidden characters', () => new Response('a\u200Bb\u202Ec', { status: 422 }), /^It answered 422\. abc$/],
  ])('%s is a failure of the tool', async (_, answer, text) => {
    answers.set('/v1/pets/rex', answer);
    const result = await getPet();
    expect(result).toMatchObject({ isError: true });
    expect(textOf(result)).toMatch(text);
  });

  test.each<[string, () => Response, RegExp]>([
    ['500', () => Response.json({ reason: 'full disk' }, { status: 500 }), /it answered 500\. .*full disk/],
    ['303', () => Response.redirect(`${system.origin}/v1/pets/7`, 303), /it answered 303/],
    ['499', () => new Response(null, { status: 499 }), /it answered 499/],
    ['a page instead of JSON', () => html(200, 'Please sign in'), /it answered a page of HTML/],
  ])('%s to a request that writes may have had its effect', async (_, answer, text) => {
    answers.set('/v1/pets', answer);
    await expect(call('pets__addPet', { body: {} })).rejects.toMatchObject({
      message: expect.stringMatching(text),
      ...failsWith('TOOL_INTERRUPTED'),
    });
    expect(seen).toHaveLength(1);
  });

  test('409 to a request that writes is a failure of the tool: nothing was done', async () => {
    answers.set('/v1/pets', () => new Response('there is one', { status: 409 }));
    const result = await call('pets__addPet', { body: {} });
    expect(result).toMatchObject({ isError: true });
    expect(textOf(result)).toBe('It answered 409. there is one');
  });

  test('429 to one call leaves the others alone', async () => {
    const slow = Promise.withResolvers<Response>();
    answers.set('/v1/pets/slow', () => slow.promise);
    answers.set('/v1/pets/rex', () => new Response(null, { status: 429 }));
    const underWay = getPet('slow');
    await expect(getPet()).rejects.toMatchObject(failsWith('TOOL_SERVER_UNAVAILABLE'));
    slow.resolve(new Response('here'));
    expect(textOf(await underWay)).toBe('here');
  });

  test.each<[string, () => Response, RegExp]>([
    ['no body', () => new Response(null, { status: 204 }), /answered 204, without a body/],
    [
      'bytes',
      () => new Response(new Uint8Array([0, 255, 1]), { headers: { 'content-type': 'application/pdf' } }),
      /3 bytes of application\/pdf/,
    ],
    ['invalid UTF-8', () => new Response(new Uint8Array([0xc3, 0x28])), /2 bytes of/],
  ])('%s is a success that says so', async (_, answer, text) => {
    answers.set('/v1/pets/rex', answer);
    const result = await getPet();
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toMatch(text);
  });

  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(64 * 1024));
        },
      }),
    );
  test.each<[string, () => Response | Promise<Response>, string]>([
    ['401', () => new Response(null, { status: 401 }), 'TOOL_UNAUTHORIZED'],
    ['429', () => new Response(null, { status: 429 }), 'TOOL_SERVER_UNAVAILABLE'],
    ['503', () => new Response(null, { status: 503 }), 'TOOL_INTERRUPTED'],
    ['504', () => new Response(null, { status: 504 }), 'TOOL_INTERRUPTED'],
    ['more than it may, without an end', endless, 'TOOL_RESULT_TOO_LARGE'],
    ['50 MB', () => new Response('x'.repeat(50 * 1024 * 1024)), 'TOOL_RESULT_TOO_LARGE'],
    ['nothing, in time', () => new Promise<Response>(() => {}), 'TOOL_TIMEOUT'],
  ])('%s is a typed error', { timeout: 20_000 }, async (_, answer, code) => {
    answers.set('/v1/pets/rex', answer);
    await expect(getPet()).rejects.toMatchObject(failsWith(code));
  });
});

describe('a document at an address', () => {
  const connect = (slug: string, more: Record<string, unknown> = {}, approved?: readonly string[]) =>
    gateway.connect(
      { slug, kind: 'OPENAPI', url: system.origin, documentUrl: `${system.origin}/openapi.json`, ...more },
      approved,
    );

  test('is read there, also as YAML', async () => {
    published = () =>
      new Response('openapi: 3.0.0\ninfo: {title: Y}\npaths:\n  /ping:\n    get: {operationId: ping}\n');
    await connect('yaml');
    expect(textOf(await call('yaml__ping'))).toContain('"path":"/ping"');
  });

  test.each<[string, () => Response, RegExp]>([
    ['a page', () => new Response('<!doctype html><html></html>'), /HTML or XML/],
    ['no OpenAPI', () => Response.json({ hello: 'world' }), /no OpenAPI 3 document/],
    ['50 MB', () => new Response('x'.repeat(50 * 1024 * 1024)), /larger than 4194304 bytes/],
    ['404', () => new Response(null, { status: 404 }), /document answered 404/],
    [
      'servers elsewhere',
      () => Response.json(document({ servers: [{ url: 'https://evil.example' }] })),
      /evil\.example/,
    ],
    ['a private address', () => Response.json(document({ servers: [{ url: 'http://10.0.0.7/v1' }] })), /10\.0\.0\.7/],
  ])('that answers %s is DOWN and says why', async (name, answer, problem) => {
    published = answer;
    const slug = `bad-${name.replaceAll(/[^a-z0-9]+/giu, '-').toLowerCase()}`;
    await connect(slug, {}).catch(() => {});
    expect(gateway.latestReport(slug)).toMatchObject({ status: 'DOWN', lastError: expect.stringMatching(problem) });
  });

  test('of which a request is another now disables that tool, though its schema is the same', async () => {
    await connect('moving');
    const pet = () => gateway.latestReport('moving')?.tools?.find(({ name }) => name === 'getPet');
    const before = pet();
    const key = { key: { type: 'apiKey', in: 'header', name: 'X-Other-Key' } };
    for (const more of [{ servers: [{ url: '/v2' }] }, { components: { securitySchemes: key } }]) {
      published = () => Response.json(document(more));
      await connect('moving', {}, []);
      expect(pet()).toMatchObject({ inputSchema: before?.inputSchema, description: before?.description });
      await expect(call('moving__getPet', { id: 'rex' })).rejects.toMatchObject(failsWith('TOOL_NOT_APPROVED'));
    }
    expect(seen).toEqual([]);
  });

  test('that breaks is told, and calls go on as they were approved', async () => {
    await connect('breaking');
    const slow = Promise.withResolvers<Response>();
    answers.set('/v1/pets', () => slow.promise);
    const underWay = call('breaking__addPet', { body: {} });
    published = () => new Response('<!doctype html>');
    await connect('breaking', {}, []);
    expect(gateway.latestReport('breaking')).toMatchObject({
      status: 'DOWN',
      lastError: expect.stringMatching(/HTML/),
    });
    slow.resolve(Response.json({ id: 7 }));
    expect(textOf(await underWay)).toBe('{"id":7}');
    expect(textOf(await call('breaking__getPet', { id: 'rex' }))).toContain('"path":"/v1/pets/rex"');
  });

  test('on another host is read without the key of the system', async () => {
    await connect('hosted', { documentUrl: `${elsewhere.origin}/openapi.json`, credential: { id: 'crd_pets' } });
    expect(seenElsewhere.length).toBeGreaterThan(0);
    expect(seenElsewhere.join()).not.toContain(SECRET);
    expect(opened).not.toContain('crd_pets');
    await call('hosted__getPet', { id: 'rex' });
    expect(seen[0]?.headers).toMatchObject({ 'x-pet-key': SECRET });
  });

  test('is read without a token that is granted for some addresses of its host, and so is nothing else there', async () => {
    const paths = { '/team-a/x': { get: operation('own') }, '/team-b/x': { get: operation('other') } };
    published = () => Response.json(document({ servers: [], paths }));
    await connect('team', { credential: { id: 'crd_team' } });
    await expect(call('team__other')).rejects.toMatchObject(failsWith('CREDENTIAL_SCOPE'));
    expect(seen).toEqual([]);
    answers.set('/team-a/x', () => Response.redirect(`${system.origin}/team-b/x`));
    await expect(call('team__own')).rejects.toMatchObject(failsWith('TOOL_INTERRUPTED'));
    expect(seen).toMatchObject([{ path: '/team-a/x', headers: { authorization: 'Bearer token-of-team-a' } }]);
  });
});

test.each(['http://169.254.169.254/v1', 'http://10.1.2.3/v1', 'http://[::1]/v1'])(
  'a system on a private address (%s) is DOWN before a key is opened for it',
  async (url) => {
    const slug = `private-${url.replaceAll(/\D+/gu, '')}`;
    await gateway.connect({ slug, kind: 'OPENAPI', url, document: document(), credential: { id: 'crd_private' } }, []);
    expect(gateway.latestReport(slug)).toMatchObject({
      status: 'DOWN',
      lastError: expect.stringMatching(/not (?:fetched|https)/),
    });
    expect(opened).not.toContain('crd_private');
  },
);

test('a single endpoint is one tool', async () => {
  const endpoint = {
    name: 'lookup',
    description: 'Looks a word up.',
    method: 'POST',
    url: `${system.origin}/words/{language}`,
    headers: { 'x-app': 'aether' },
    body: { word: '{word}' },
    inputSchema: {
      type: 'object',
      properties: { language: { type: 'string' }, word: { type: 'string' } },
      required: ['language', 'word'],
    },
  };
  await gateway.connect({ slug: 'words', kind: 'HTTP_ENDPOINT', url: `${system.origin}/words/`, document: endpoint });
  await call('words__lookup', { language: 'de/en', word: 'Haus' });
  expect(seen).toMatchObject([
    { method: 'POST', path: '/words/de%2Fen', body: '{"word":"Haus"}', headers: { 'x-app': 'aether' } },
  ]);
});

test('a request that a person says may not be repeated has its key, also when it is a GET', async () => {
  const endpoint = {
    name: 'trigger',
    description: 'Starts something.',
    url: `${system.origin}/start`,
    effect: 'ONCE',
    inputSchema: { type: 'object', properties: {} },
  };
  await gateway.connect({ slug: 'starter', kind: 'HTTP_ENDPOINT', url: `${system.origin}/`, document: endpoint });
  const keyed = await gateway.client('/mcp?tools=all', { 'idempotency-key': 'once-2' });
  await keyed.callTool({ name: 'starter__trigger', arguments: {} });
  await keyed.callTool({ name: 'pets__getPet', arguments: { id: 'rex' } });
  expect(seen.map(({ path, headers }) => [path, headers['idempotency-key']])).toEqual([
    ['/start', 'once-2'],
    ['/v1/pets/rex', undefined],
  ]);
});

test('a tool that became another one while its call waited is not called', async () => {
  const made = readOpenApi(document(), system.origin);
  const calls: string[] = [];
  const tools = 'read' in made ? made.read : null;
  if (tools === null) throw new Error('The document has tools.');
  const transport = new AnsweringTransport({
    server: 'pets',
    read: async () =>
      tools.tools.map((tool) => ({
        definition: httpToolDefinition(tool, tools),
        call: async () => {
          calls.push(tool.name);
          return { content: [] };
        },
      })),
  });
  await transport.start();
  const { promise: listed, resolve: onListed } = Promise.withResolvers<void>();
  // The SDK knows properties, no listeners.
  Object.assign(transport, { onmessage: () => onListed() });
  await transport.send({ jsonrpc: '2.0', id: 0, method: 'tools/list' });
  await listed;
  const exchange = new Exchange({
    ends: new AbortController().signal,
    approved: { name: 'getPet', definitionHash: 'of what was approved', effect: 'READ' },
  });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  exchange.signal.addEventListener('abort', () => resolve());
  const request = { jsonrpc: '2.0' as const, id: 1, method: 'tools/call', params: { name: 'getPet', arguments: {} } };
  await exchanges.run(exchange, () => transport.send(request));
  await ended;
  expect(exchange.signal.reason).toMatchObject({ code: 'TOOL_NOT_APPROVED' });
  expect(calls).toEqual([]);
});
