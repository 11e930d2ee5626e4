import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { fillHttpTool, type HttpTool, readHttpEndpoint, type ReadHttpTools, readOpenApi } from '../src/index.ts';

const ALLOWED = 'https://api.example.com/v1';
const documentWith = (paths: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://api.example.com/v1' }],
  paths,
  ...more,
});
const get = (more: Record<string, unknown> = {}) => ({ get: { operationId: 'getIt', responses: {}, ...more } });

function toolsOf(read: ReadHttpTools): readonly HttpTool[] {
  if ('problem' in read) throw new Error(read.problem);
  return read.read.tools;
}
const problemOf = (read: ReadHttpTools): string => ('problem' in read ? read.problem : 'none');
const onlyTool = (paths: Record<string, unknown>, more = {}): HttpTool => {
  const [tool] = toolsOf(readOpenApi(documentWith(paths, more), ALLOWED));
  if (tool === undefined) throw new Error('It has no tool.');
  return tool;
};
const filled = (tool: HttpTool, given: Parameters<typeof fillHttpTool>[1]) => {
  const made = fillHttpTool(tool, given);
  return 'problem' in made ? made.problem : made.request;
};

describe('operations of an OpenAPI document', () => {
  test('are tools with the effect of their method', () => {
    const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } };
    const responses = {};
    const tools = toolsOf(
      readOpenApi(
        documentWith({
          '/a': { get: { responses }, head: { responses }, put: { responses }, delete: { responses } },
          '/b': { post: { responses }, patch: { responses } },
          '/c': { post: { responses, parameters: [key] } },
        }),
        ALLOWED,
      ),
    );
    expect(tools.map(({ name, effect }) => `${name} ${effect}`)).toEqual([
      'get_a READ',
      'head_a READ',
      'put_a IDEMPOTENT',
      'delete_a IDEMPOTENT',
      'post_b ONCE',
      'patch_b ONCE',
      'post_c KEYED',
    ]);
    expect(tools.at(-1)?.inputSchema['properties']).toEqual({});
  });

  test('have names that are unique and that a model may use', () => {
    const operation = { operationId: 'pets/list all', responses: {} };
    const tools = toolsOf(readOpenApi(documentWith({ '/a': { get: operation }, '/b': { get: operation } }), ALLOWED));
    expect(tools.map(({ name }) => name)).toEqual(['pets_list_all', 'pets_list_all_2']);
  });

  test('put each argument where it belongs, encoded', () => {
    const tool = onlyTool({
      '/pets/{petId}': {
        parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
        post: {
          parameters: [
            { name: 'tag', in: 'query', schema: { type: 'array' } },
            { name: 'ids', in: 'query', explode: false, schema: { type: 'array' } },
            { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object' } },
            { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
            { name: 'body', in: 'query', schema: { type: 'string' } },
            { name: 'Authorization', in: 'header', schema: { type: 'string' } },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
          responses: {},
        },
      },
    });
    const given = { petId: 'a/../b?c', tag: ['x', 'y&z'], ids: [1, 2], filter: { age: 3 }, 'X-Trace': 't' };
    expect(filled(tool, { ...given, body_in_query: 'q', body: { name: 'Rex' } })).toEqual({
      method: 'POST',
      url: 'https://api.example.com/v1/pets/a%2F..%2Fb%3Fc?tag=x&tag=y%26z&ids=1%2C2&filter%5Bage%5D=3&body=q',
      headers: { accept: 'application/json', 'x-trace': 't', 'content-type': 'application/json' },
      body: '{"name":"Rex"}',
    });
    expect(tool.inputSchema['required']).toEqual(['petId', 'body']);
    expect(filled(tool, { petId: '..' })).toMatch(/petId must be a text that can be part of an address/);
    expect(filled(tool, { petId: '1', 'X-Trace': 'a\r\nhost: evil' })).toMatch(/X-Trace must be text of one line/);
  });

  test('keep a circle of schemas as one, and read the words of OpenAPI 3.0', () => {
    const Node = {
      type: 'object',
      required: ['id', 'name'],
      properties: {
        id: { type: 'integer', readOnly: true },
        name: { type: 'string', nullable: true },
        age: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
    };
    const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } };
    const tool = onlyTool(
      { '/n': { post: { requestBody: { required: true, ...body }, responses: {} } } },
      { components: { schemas: { Node } } },
    );
    const validate = new Ajv2020({ strict: false }).compile(tool.inputSchema);
    const wrong = (sent: unknown) =>
      validate({ body: sent }) || validate.errors?.map(({ instancePath }) => instancePath);
    expect(wrong({ name: null, children: [{ name: 'leaf', age: 1 }] })).toBe(true);
    expect(wrong({ name: 'x', age: 0 })).toEqual(['/body/age']);
    expect(wrong({ name: 'x', children: [{}] })).toEqual(['/body/children/0']);
  });

  test('say no more about their arguments than a model can read', () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`field${index}`, { description: 'x'.repeat(300) }]),
    );
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Big' } } };
    const tool = onlyTool(
      { '/b': { post: { requestBody: { content }, responses: {} } } },
      { components: { schemas: { Big: { type: 'object', properties: many } } } },
    );
    expect(JSON.stringify(tool.inputSchema).length).toBeLessThan(33_000);
    expect(new Ajv2020({ strict: false }).compile(tool.inputSchema)({ body: { field1: 1 } })).toBe(true);
  });

  test('cost no more than they say, whatever they refer to', () => {
    const paths = (item: unknown) =>
      Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`/p${index}`, item]));
    const wide = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`f${index}`, { type: 'string' }]));
    const names = Array.from({ length: 20 }, (_, index) => ({
      name: String.fromCodePoint(0x4e00 + index),
      in: 'query',
    }));
    const parameters = [...names, { name: 'wide', in: 'query', schema: { type: 'object', properties: wide } }];
    const circle = Array.from({ length: 3_000 }, (_, index) => [
      `s${index}/x`,
      { anyOf: [{ $ref: `#/components/schemas/s${(index + 1) % 3_000}~1x` }] },
    ]);
    const components = {
      pathItems: { all: { get: { operationId: '_'.repeat(300_000), parameters } } },
      schemas: Object.fromEntries(circle),
    };
    const startedMs = performance.now();
    const tools = toolsOf(
      readOpenApi(documentWith(paths({ $ref: '#/components/pathItems/all' }), { components }), ALLOWED),
    );
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/s0~1x' } } };
    const circles = toolsOf(
      readOpenApi(documentWith({ '/c': { post: { requestBody: { content } } } }, { components }), ALLOWED),
    );
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect([tools.at(0)?.name, tools.at(-1)?.name]).toEqual(['get', 'get_900']);
    const [tool] = tools;
    expect(tool?.inputSchema['properties']).toMatchObject({
      _: {},
      __in_query: {},
      __19: {},
      wide: { description: expect.stringMatching(/too long/) },
    });
    for (const each of [tool, circles[0]]) expect(JSON.stringify(each?.inputSchema).length).toBeLessThan(32_200);
    expect(circles[0] && new Ajv2020({ strict: false }).compile(circles[0].inputSchema)({ body: 1 })).toBe(true);
  });

  test('that no tool can make are left out, each with its reason', () => {
    const upload = { requestBody: { required: true, content: { 'multipart/form-data': {} } }, responses: {} };
    const cookie = { parameters: [{ name: 'sid', in: 'cookie', required: true }], responses: {} };
    const elsewhere = { servers: [{ url: 'https://uploads.example.com' }], responses: {} };
    const header = { parameters: [{ name: 'X Föö', in: 'header' }], responses: {} };
    const read = readOpenApi(
      documentWith({
        '/u': { post: upload },
        '/c': { get: cookie },
        '/e': { get: elsewhere },
        '/h': { get: header },
        '/ok': get(),
      }),
      ALLOWED,
    );
    expect('read' in read && read.read.leftOut).toEqual([
      'POST /u: its body is multipart/form-data',
      'GET /c: it needs a cookie',
      'GET /e: it is at another origin',
      'GET /h: "X Föö" is no name of a header',
    ]);
  });

  test.each<[string, Record<string, unknown>, string | null]>([
    ['a header of its own', { key: { type: 'apiKey', in: 'header', name: 'X-Pet-Key' } }, 'x-pet-key'],
    ['a bearer token', { token: { type: 'http', scheme: 'Bearer' } }, null],
    ['nothing that it says', {}, 'x-api-key'],
    [
      'no header that means something else',
      { key: { type: 'apiKey', in: 'header', name: 'Idempotency-Key' } },
      'x-api-key',
    ],
  ])('get their key in %s', (_, securitySchemes, header) => {
    const read = readOpenApi(documentWith({ '/a': get() }, { components: { securitySchemes } }), ALLOWED);
    expect('read' in read && read.read.credentialHeader).toBe(header);
  });
});

describe('a document that cannot be used says why', () => {
  const circle = { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } };
  const parameter = { $ref: '#/components/parameters/p' };
  const operations = Array.from({ length: 5_000 }, (_, index) => [`/p${index}`, get()]);
  test.each<[string, unknown, RegExp]>([
    ['nothing', null, /no OpenAPI 3 document/],
    ['a list', [], /no OpenAPI 3 document/],
    ['Swagger 2.0', { swagger: '2.0', info: { title: 'x' }, paths: {} }, /Swagger 2.0/],
    ['OpenAPI without paths', documentWith({}), /no operation/],
    ['paths that are a list', documentWith(['/a'] as never), /no operation|no object/],
    ['5,000 paths', documentWith(Object.fromEntries(operations)), /5000 paths, at most 1000/],
    [
      'a small part that is said 6,000 times',
      documentWith(
        Object.fromEntries(operations.slice(0, 1_000).map(([path]) => [path, { $ref: '#/components/all' }])),
        {
          components: {
            all: {
              parameters: [],
              ...Object.fromEntries('get head post put patch delete'.split(' ').map((each) => [each, {}])),
            },
          },
        },
      ),
      /6000 operations, at most 1000/,
    ],
    [
      'thousands of parameters',
      documentWith({ '/a': { ...get(), parameters: Array(5_000).fill(0) } }),
      /5000 parameters, at most 200/,
    ],
    [
      'a reference without an end',
      documentWith({ '/a': { $ref: `#/${'a/'.repeat(50_000)}` } }),
      /"\$ref" of 100002 characters/,
    ],
    ['hidden and endless words', documentWith({ [`/\u202E${'a'.repeat(9_000)}`]: 1 }), /^Its path \/a{990}$/],
    ['a path that is a circle', documentWith(circle), /circle/],
    [
      'a parameter that is a circle',
      documentWith({ '/a': get({ parameters: [parameter] }) }, { components: { parameters: { p: parameter } } }),
      /circle/,
    ],
    ['a reference to nowhere', documentWith({ '/a': { $ref: '#/components/nothing' } }), /not in it/],
    ['a reference to a file', documentWith({ '/a': { $ref: './paths.yaml#/a' } }), /within the document/],
    ['a reference to __proto__', documentWith({ '/a': { $ref: '#/__proto__/toString' } }), /not in it/],
    [
      'servers elsewhere',
      documentWith({ '/a': get() }, { servers: [{ url: 'https://evil.example/v1' }] }),
      /evil\.example.*api\.example\.com only/,
    ],
  ])('%s', (_, document, problem) => {
    expect(problemOf(readOpenApi(document, ALLOWED))).toMatch(problem);
  });
});

describe('a single endpoint', () => {
  const endpoint = {
    name: 'convert',
    description: 'Converts an amount.',
    method: 'POST',
    url: 'https://rates.example.com/v2/{base}/convert',
    headers: { 'x-app': 'aether' },
    query: { to: 'target' },
    body: { amount: '{amount}', note: 'For {base}', missing: '{comment}' },
    inputSchema: {
      type: 'object',
      properties: { base: { type: 'string' }, target: { type: 'string' }, amount: { type: 'number' }, comment: {} },
      required: ['base'],
    },
  };
  const [tool] = toolsOf(readHttpEndpoint(endpoint));

  test('is one tool whose template holds values, never templates', () => {
    expect(tool && filled(tool, { base: '{amount}', target: 'EUR', amount: 5 })).toEqual({
      method: 'POST',
      url: 'https://rates.example.com/v2/%7Bamount%7D/convert?to=EUR',
      headers: { accept: 'application/json', 'x-app': 'aether', 'content-type': 'application/json' },
      body: '{"amount":5,"note":"For {amount}"}',
    });
    expect(tool).toMatchObject({ name: 'convert', effect: 'ONCE' });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no address', { url: 'ftp://x' }, /http\(s\) address/],
    ['a placeholder as host', { url: 'https://{host}/x' }, /http\(s\) address/],
    ['an unknown argument', { body: { a: '{b}' } }, /the argument "b", which is not in/],
    ['an optional part of the path', { inputSchema: { ...endpoint.inputSchema, required: [] } }, /needs "base"/],
    ['a secret as header', { headers: { authorization: 'Bearer x' } }, /header "authorization"/],
    ['a body with GET', { method: 'GET' }, /body with GET/],
    ['a schema of a list', { inputSchema: { type: 'array' } }, /object/],
    ['an unknown member', { script: 'x' }, /script/],
    ['a header of two lines', { headers: { 'x-app': 'a\r\nhost: evil' } }, /one line in ASCII/],
    ['another media type than text', { accept: 'ä' }, /one line in ASCII/],
    [
      'an argument that no placeholder can name',
      { inputSchema: { type: 'object', properties: { straße: {} } } },
      /stra\u00DFe/,
    ],
    ['a key where a cookie belongs', { credentialHeader: 'cookie' }, /credentialHeader/],
  ])('with %s is refused', (_, change, problem) => {
    expect(problemOf(readHttpEndpoint({ ...endpoint, ...change }))).toMatch(problem);
  });
});
