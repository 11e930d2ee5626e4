import { describe, expect, test } from 'vitest';
import { allowedOffersSchema, isOfferAllowed, nameForOperator, offeredProgram, type ToolOffer } from '../src/index.ts';
import { compareVersions } from '../src/tool-offers/compare-versions.ts';
import { readRegistry } from '../src/tool-offers/read-registry.ts';
import { serverJsonSchema } from '../src/tool-offers/server-json.ts';
import { toolOffer } from '../src/tool-offers/tool-offer.ts';

const npm = { registryType: 'npm', identifier: '@some/x', version: '1.2.3', transport: { type: 'stdio' } };
const pypi = { ...npm, registryType: 'pypi', identifier: 'some-x' };
const remote = { type: 'streamable-http', url: 'https://x.example/mcp' };
const server = { name: 'io.example/x', description: 'X', version: '1.0.0' };

const made = (more: object) => toolOffer('x', serverJsonSchema.parse({ ...server, ...more }), { imported: true });
const offerOf = (more: object): ToolOffer => {
  const result = made(more);
  if ('problem' in result) throw new Error(result.problem);
  return result.offer;
};
const entriesOf = (document: unknown) => {
  const read = readRegistry(document);
  if ('problem' in read) throw new Error(read.problem);
  return read.entries;
};

describe('variables of an imported program', () => {
  const wants = offerOf({
    packages: [
      {
        ...npm,
        environmentVariables: [
          { name: 'API_URL', value: 'https://x' },
          { name: 'TOKEN', isSecret: true },
        ],
      },
    ],
  });

  test.each([
    ['npm:@some/x@1.2.3', false],
    ['npm:@some/x', false],
    ['npm:@some/x@1.2.3(API_URL)', false],
    ['npm:@some/x@1.2.3(api_url;token)', false],
    ['npm:@some/x@1.2.4(API_URL;TOKEN)', false],
    ['time(API_URL;TOKEN),npm:@some/x', false],
    ['npm:@some/x@1.2.3(API_URL;TOKEN)', true],
    ['git, npm:@some/x( API_URL ; TOKEN ; OTHER )', true],
    ['npm:@some/x(API_URL),npm:@some/x@1.2.3(TOKEN)', true],
  ])('are those that the operator names: %j is %s', (text, allowed) => {
    expect(isOfferAllowed(allowedOffersSchema.parse(text), wants)).toBe(allowed);
  });

  test('are told as the operator names them', () => {
    expect(nameForOperator(wants)).toBe('npm:@some/x@1.2.3(API_URL;TOKEN)');
    expect(isOfferAllowed(allowedOffersSchema.parse(nameForOperator(wants)), wants)).toBe(true);
    expect(nameForOperator(offerOf({ packages: [npm] }))).toBe('npm:@some/x@1.2.3');
  });

  test.each([
    'npm:@some/x(A',
    'npm:@some/x(A,B)',
    'npm:@some/x(A B)',
    'npm:@some/x()',
    'npm:@some/x(1A)',
    '(A)',
    'a b',
  ])('%j is no list of offers', (text) => {
    expect(() => allowedOffersSchema.parse(text)).toThrow(/npm:@scope\/name@1\.2\.3/);
  });

  test.each(
    (
      'CC CXX MAKEFLAGS RUSTC_WRAPPER CARGO_HOME OPENSSL_CONF SSLKEYLOGFILE GCONV_PATH HOSTALIASES NODE BROWSER TMPDIR TEMP ' +
      'PLAYWRIGHT_DOWNLOAD_HOST PUPPETEER_EXECUTABLE_PATH COREPACK_NPM_REGISTRY YARN_RC_FILENAME GLIBC_TUNABLES LDFLAGS JAVA_TOOL_OPTIONS'
    ).split(' '),
  )('never are %s', (name) => {
    expect(made({ packages: [{ ...npm, environmentVariables: [{ name, value: 'evil' }] }] })).toEqual({
      problem: expect.stringContaining(name),
    });
  });
});

describe('the command line of an imported program', () => {
  const argued = (packageArguments: readonly object[], more: object = {}) =>
    made({ packages: [{ ...npm, ...more, packageArguments }] });

  test.each([
    ['an option as a value', [{ type: 'positional', value: '--require=/x' }], /begins with "-"/],
    ['a line break', [{ type: 'positional', value: 'a\nb' }], /control character/],
    ['a control character of an option', [{ type: 'named', name: '--in', value: 'a\u0000' }], /control character/],
  ])('has not %s', (_, packageArguments, problem) => {
    expect(argued(packageArguments)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('has no control character in a variable', () => {
    expect(made({ packages: [{ ...npm, environmentVariables: [{ name: 'A', value: 'a\u001b[2J' }] }] })).toEqual({
      problem: expect.stringContaining('control character'),
    });
  });

  test('is the one of the catalog where the catalog has the package', () => {
    const evil = [{ type: 'positional', value: '/' }];
    const playwright = offerOf({ packages: [{ ...npm, identifier: '@playwright/mcp', packageArguments: evil }] });
    expect(offeredProgram(playwright, {})).toMatchObject({
      program: { arguments: ['-y', '@playwright/mcp@1.2.3', '--headless', '--isolated'] },
    });
    // PyPI takes these for one name.
    const git = offerOf({ packages: [{ ...pypi, identifier: 'MCP_Server.Git', packageArguments: evil }] });
    expect(offeredProgram(git, {})).toMatchObject({ setting: 'repository', problem: 'It is needed.' });
  });
});

describe('a secret in a description', () => {
  const secret = { isSecret: true, isRequired: false };

  test.each([
    [
      'a variable',
      { remotes: [remote], packages: [{ ...npm, environmentVariables: [{ name: 'A', ...secret, value: 's' }] }] },
    ],
    ['a standard', { packages: [npm, { ...npm, environmentVariables: [{ name: 'A', ...secret, default: 's' }] }] }],
    [
      'an argument',
      { packages: [npm, { ...npm, packageArguments: [{ type: 'named', name: '--a', ...secret, value: 's' }] }] },
    ],
    ['a header', { remotes: [{ ...remote, headers: [{ name: 'A', ...secret, value: 's' }] }] }],
    [
      'the standard of a header',
      { packages: [npm], remotes: [{ ...remote, headers: [{ name: 'A', ...secret, default: 's' }] }] },
    ],
  ])('as %s keeps it out, and is not told again', (_, more) => {
    const [entry] = entriesOf({ ...server, ...more });
    expect(entry).toMatchObject({
      offer: null,
      server: { packages: [], remotes: [] },
      reason: expect.stringContaining('secret'),
    });
  });

  test.each([
    'https://x.example/mcp?key=1',
    'https://x.example/mcp#key',
    'https://a@x.example/mcp',
    'https://x.example/%7Bkey%7D',
  ])('has no place in the address %s', (url) => {
    expect(made({ remotes: [{ ...remote, url }] })).toEqual({ problem: expect.any(String) });
  });

  test('of an address that is not used is not kept', () => {
    const [entry] = entriesOf({
      ...server,
      packages: [npm],
      remotes: [
        remote,
        { ...remote, url: 'https://y.example/mcp?key=hidden', headers: [{ name: 'B', value: 'hidden' }] },
      ],
    });
    expect(entry?.offer?.source).toEqual({ transport: 'HTTP', url: 'https://x.example/mcp' });
    expect(JSON.stringify(entry?.server)).not.toContain('hidden');
  });
});

describe('the version of a package', () => {
  test.each(['1', '1.x', '^1.2.3', '1.2', '1.2.3.4', '1.2.x', '1.2.3 - 2.0.0', 'v1.2.3', 'latest', '01.2.3'])(
    'of npm is not %s',
    (version) => {
      expect(made({ packages: [{ ...npm, version }] })).toEqual({
        problem: expect.stringContaining('no fixed version'),
      });
    },
  );
  test.each(['1', '1.x', '1.*', '>=1.0', '~=1.2', 'latest', '1.2.3,2'])('of PyPI is not %s', (version) => {
    expect(made({ packages: [{ ...pypi, version }] })).toEqual({
      problem: expect.stringContaining('no fixed version'),
    });
  });
  test.each([
    [npm, '1.2.3'],
    [npm, '1.2.3-beta.1'],
    [pypi, '2026.10'],
    [pypi, '1.2.3rc1'],
    [pypi, '1.2.3.post1'],
  ])('of %o may be %s', (kind, version) => {
    expect(made({ packages: [{ ...kind, version }] })).toHaveProperty('offer');
  });
});

describe('what is read', () => {
  test('is no description that is larger than 32 kB', () => {
    const described = (count: number) => {
      const packageArguments = Array.from({ length: count }, () => ({
        type: 'positional',
        description: 'x'.repeat(1_000),
      }));
      return { ...server, packages: [{ ...npm, packageArguments }] };
    };
    expect(entriesOf(described(25))).toMatchObject([{ offer: { imported: true } }]);
    expect(entriesOf(described(40))).toMatchObject([{ offer: null, reason: expect.stringContaining('32 kB') }]);
  });

  test('has a bounded number of arguments for a launcher', () => {
    const runtimeArguments = Array.from({ length: 51 }, () => ({}));
    expect(entriesOf({ ...server, packages: [{ ...npm, runtimeArguments }] })).toMatchObject([
      { server: null, problems: [{ path: ['packages', '0', 'runtimeArguments'] }] },
    ]);
  });

  test('a package that does not fit keeps no other one out', () => {
    expect(entriesOf([{ ...server, packages: [{ ...npm, version: 7 }, npm] }])).toMatchObject([
      {
        offer: { source: { package: { version: '1.2.3' } } },
        problems: [{ path: ['0', 'packages', '0', 'version'] }],
      },
    ]);
    expect(entriesOf([{ ...server, remotes: [{ type: 1 }] }])).toMatchObject([{ server: null, offer: null }]);
  });

  test('of several versions the newest readable one counts, and the others say so', () => {
    const versions = ['1.9.0', '1.10.0', '1.10.0-rc.1', '1.2.0'].map((version) => ({
      ...server,
      version,
      packages: [npm],
    }));
    const unreadable = { ...server, description: 7 };
    expect(entriesOf([unreadable, ...versions])).toMatchObject([
      { server: null, offer: null, problems: [{ path: ['0', 'description'] }] },
      { server: { version: '1.9.0' }, offer: null, reason: expect.stringContaining('1.10.0') },
      { server: { version: '1.10.0' }, offer: { slug: 'io.example/x' }, reason: null },
      { server: { version: '1.10.0-rc.1' }, offer: null },
      { server: { version: '1.2.0' }, offer: null },
    ]);
  });

  test('a version that was taken out hides no other one', () => {
    const _meta = { 'io.modelcontextprotocol.registry/official': { status: 'deleted', isLatest: true } };
    expect(
      entriesOf([
        { server: { ...server, version: '2.0.0', packages: [npm] }, _meta },
        { server: { ...server, packages: [npm] } },
      ]),
    ).toMatchObject([
      { offer: null, reason: expect.stringContaining('taken out') },
      { offer: { slug: 'io.example/x' } },
    ]);
  });
});

test.each([
  ['1.10.0', '1.9.0', 1],
  ['1.0.0-rc.1', '1.0.0', -1],
  ['1.0.0-rc.10', '1.0.0-rc.2', 1],
  ['1.0', '1.0.0', 0],
  ['2', '10', -1],
  ['1.0.0+a', '1.0.0+b', 0],
])('%s against %s is %i', (left, right, order) => {
  expect(Math.sign(compareVersions(left, right))).toBe(order);
});
