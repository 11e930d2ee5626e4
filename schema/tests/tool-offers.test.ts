import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  allowedOffersSchema,
  isOfferAllowed,
  KNOWN_TOOL_OFFERS,
  offeredProgram,
  settingsSchema,
  type ToolOffer,
} from '../src/index.ts';
import { serverJsonSchema } from '../src/tool-offers/server-json.ts';
import { readRegistry } from '../src/tool-offers/read-registry.ts';
import { toolOffer } from '../src/tool-offers/tool-offer.ts';

const offer = (slug: string): ToolOffer => {
  const found = KNOWN_TOOL_OFFERS.find((each) => each.slug === slug);
  if (found === undefined) throw new Error(`There is no ${slug}.`);
  return found;
};

describe('what ships with the product', () => {
  test('has one slug each, and a form that can be drawn', () => {
    const slugs = KNOWN_TOOL_OFFERS.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const each of KNOWN_TOOL_OFFERS) expect(new Ajv2020().validateSchema(settingsSchema(each))).toBe(true);
  });

  test('a star allows what gets at nothing but its own data; the rest is named', () => {
    const star = allowedOffersSchema.parse('*');
    expect(isOfferAllowed(star, offer('time'))).toBe(true);
    for (const slug of ['filesystem', 'git', 'memory', 'fetch', 'playwright']) {
      expect(isOfferAllowed(star, offer(slug))).toBe(false);
      expect(isOfferAllowed(allowedOffersSchema.parse(`time, ${slug}`), offer(slug))).toBe(true);
    }
  });

  test('tells a secret as one that is only written', () => {
    expect(settingsSchema(offer('notion-api'))).toMatchObject({
      properties: { NOTION_TOKEN: { type: 'string', writeOnly: true } },
      required: ['NOTION_TOKEN'],
    });
  });
});

describe('settings', () => {
  const program = (slug: string, given: Parameters<typeof offeredProgram>[1]) => {
    const made = offeredProgram(offer(slug), given);
    return 'problem' in made ? `${made.setting}: ${made.problem}` : made.program;
  };

  test.each([
    [
      'time',
      {},
      {
        command: 'uvx',
        arguments: ['--from', 'mcp-server-time==2026.10.19', 'mcp-server-time', '--local-timezone', 'UTC'],
      },
    ],
    [
      'playwright',
      { browser: 'firefox' },
      {
        command: 'npx',
        arguments: ['-y', '@playwright/mcp@0.0.83', '--headless', '--isolated', '--browser', 'firefox'],
      },
    ],
    ['memory', { MEMORY_FILE_PATH: '/srv/m' }, { environment: { MEMORY_FILE_PATH: '/srv/m' } }],
  ])('of %s become arguments and variables', (slug, given, made) => {
    expect(program(slug, given)).toMatchObject(made);
  });

  test.each([
    ['filesystem', {}, 'folders: It is needed.'],
    ['filesystem', { folders: ['-y'] }, /folders: It must not begin with "-"/],
    ['filesystem', { folders: ['a\nb'] }, /one line/],
    ['filesystem', { folders: ['notes'] }, /whole path/],
    ['filesystem', { folders: [''] }, /whole path/],
    ['filesystem', { folders: ['/srv/notes/../..'] }, /whole path/],
    ['filesystem', { folders: [{}] }, 'folders: It must be a text.'],
    ['git', { repository: ['/a', '/b'] }, 'repository: It takes one value, not a list.'],
    ['playwright', { browser: 'lynx' }, /must be one of chrome/],
    ['time', { PATH: '/tmp' }, 'PATH: It is no setting of this server.'],
    ['notion-api', { NOTION_TOKEN: 'x' }, 'NOTION_TOKEN: It is a secret: store it as a credential.'],
  ])('of %s that are %j are refused', (slug, given, problem) => {
    expect(program(slug, given)).toMatch(problem);
  });
});

describe('a server.json', () => {
  const read = (more: Record<string, unknown>) =>
    toolOffer('x', serverJsonSchema.parse({ name: 'io.example/x', description: 'X', version: '1.0.0', ...more }));
  const npm = { registryType: 'npm', identifier: 'x', version: '1.0.0', transport: { type: 'stdio' } };

  test.each([
    ['nothing', {}],
    ['a version that moves', { packages: [{ ...npm, version: 'latest' }] }],
    ['a package that is a path', { packages: [{ ...npm, identifier: '../evil' }] }],
    ['a package that is an option', { packages: [{ ...npm, identifier: '--call=id' }] }],
    ['a container', { packages: [{ ...npm, registryType: 'oci' }] }],
    ['arguments for its launcher', { packages: [{ ...npm, runtimeArguments: [{ type: 'positional', value: '-c' }] }] }],
    ['a package of another registry', { packages: [{ ...npm, registryBaseUrl: 'https://npm.evil.example' }] }],
    ['a package whose hash is said', { packages: [{ ...npm, fileSha256: 'a'.repeat(64) }] }],
    ['a package for another launcher', { packages: [{ ...npm, runtimeHint: 'docker' }] }],
    ['a package that speaks over HTTP', { packages: [{ ...npm, transport: { type: 'streamable-http' } }] }],
    ...['NODE_OPTIONS', 'npm_config_registry', 'UV_INDEX_URL', 'PYTHONPATH', 'LD_PRELOAD', 'PATH', 'https_proxy'].map(
      (name): [string, object] => [
        `the variable ${name}`,
        { packages: [{ ...npm, environmentVariables: [{ name, value: 'evil' }] }] },
      ],
    ),
    ['a value to fill in', { packages: [{ ...npm, packageArguments: [{ type: 'positional', value: '--in={dir}' }] }] }],
    ['an address with a password', { remotes: [{ type: 'streamable-http', url: 'https://a:b@x.example/mcp' }] }],
    ['the older transport', { remotes: [{ type: 'sse', url: 'https://x.example/sse' }] }],
    [
      'a header that is needed',
      {
        remotes: [
          { type: 'streamable-http', url: 'https://x.example/mcp', headers: [{ name: 'X-Key', isRequired: true }] },
        ],
      },
    ],
    ['an address that is not https', { remotes: [{ type: 'streamable-http', url: 'http://x.example/mcp' }] }],
    ['an address with names to fill in', { remotes: [{ type: 'streamable-http', url: 'https://{host}/mcp' }] }],
    [
      'two secrets',
      {
        packages: [
          {
            ...npm,
            environmentVariables: [
              { name: 'A', isSecret: true },
              { name: 'B', isSecret: true },
            ],
          },
        ],
      },
    ],
  ])('with %s is no offer', (_, more) => {
    expect(read({ ...more })).toEqual({ problem: expect.any(String) });
  });

  test('with a package and an address is the address', () => {
    const remotes = [{ type: 'streamable-http', url: 'https://x.example/mcp' }];
    expect(read({ packages: [npm], remotes })).toMatchObject({ offer: { source: { transport: 'HTTP' } } });
  });
});

describe('what is imported', () => {
  const npm = { registryType: 'npm', identifier: '@some/x', version: '1.2.3', transport: { type: 'stdio' } };
  const server = { name: 'io.example/x', description: 'X', version: '1.0.0', packages: [npm] };
  const entriesOf = (document: unknown) => {
    const read = readRegistry(document);
    if ('problem' in read) throw new Error(read.problem);
    return read.entries;
  };

  test.each([
    ['*', false],
    ['io.example/x', false],
    ['x,@some/x', false],
    ['npm:@some/x@1.2.4', false],
    ['npm:@some/x@1.2.3', true],
    ['npm:@some/x', true],
  ])('may run where the operator says %j: %s', (text, allowed) => {
    const made = toolOffer('time', serverJsonSchema.parse(server), { imported: true });
    if ('problem' in made) throw new Error(made.problem);
    expect(isOfferAllowed(allowedOffersSchema.parse(text), made.offer)).toBe(allowed);
  });

  test('does not pass for an offer of the catalog by its slug', () => {
    const made = toolOffer('time', serverJsonSchema.parse(server), { imported: true });
    if ('problem' in made) throw new Error(made.problem);
    expect(isOfferAllowed(allowedOffersSchema.parse('time,*'), made.offer)).toBe(false);
  });

  test.each([
    ['a server.json', server],
    ['a list', [server]],
    ['a page', { servers: [{ server, _meta: {} }], metadata: { nextCursor: 'n', count: 1 } }],
    ['an export of plain servers', { servers: [server] }],
    ['an answer for one version', { server, _meta: {} }],
  ])('is read from %s', (_, document) => {
    expect(entriesOf(document)).toMatchObject([
      { name: 'io.example/x', problems: [], reason: null, offer: { slug: 'io.example/x', imported: true } },
    ]);
  });

  test('a page says where the registry goes on', () => {
    expect(readRegistry({ servers: [], metadata: { nextCursor: 'a:1' } })).toEqual({ entries: [], nextCursor: 'a:1' });
    expect(readRegistry({ servers: [], metadata: { nextCursor: '' } })).toMatchObject({ nextCursor: null });
  });

  test('each problem is told at its place, and keeps no other server out', () => {
    const bad = {
      ...server,
      name: 'no slash',
      version: 1,
      packages: [{ ...npm, packageArguments: [{ type: 'odd' }] }],
    };
    expect(entriesOf({ servers: [{ server: bad }, { server }] })).toMatchObject([
      {
        name: 'no slash',
        server: null,
        offer: null,
        problems: [
          { path: ['servers', '0', 'server', 'name'], message: expect.stringContaining('io.github.somebody/server') },
          { path: ['servers', '0', 'server', 'version'], message: expect.any(String) },
          { path: ['servers', '0', 'server', 'packages', '0', 'packageArguments', '0', 'type'] },
        ],
      },
      { name: 'io.example/x', problems: [] },
    ]);
  });

  test('of several versions the latest counts, and none that was taken out', () => {
    const official = (facts: object) => ({ _meta: { 'io.modelcontextprotocol.registry/official': facts } });
    const older = { server: { ...server, version: '0.9.0' }, ...official({ isLatest: false }) };
    const latest = { server, ...official({ isLatest: true }) };
    expect(entriesOf({ servers: [older, latest] })).toMatchObject([
      { offer: null, reason: expect.stringContaining('1.0.0') },
      { server: { version: '1.0.0' }, offer: { imported: true } },
    ]);
    expect(entriesOf([{ server, ...official({ status: 'deleted' }) }])).toMatchObject([
      { offer: null, reason: expect.stringContaining('taken out') },
    ]);
  });

  test.each([
    ['a text', 'x'],
    ['nothing', null],
    ['a number in a list', [server, 1]],
    ['another object', { hello: 'world' }],
    ['too many', Array.from({ length: 501 }, () => server)],
  ])('%s is told as no registry', (_, document) => {
    expect(readRegistry(document)).toEqual({ problem: expect.stringMatching(/^Expected/) });
  });
});
