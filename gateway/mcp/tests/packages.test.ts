import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PlatformError } from '@aether/common/service';
import { FIXTURE_TOOL_PROGRAM } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageProblem } from '../src/upstream/package-problem.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';
import { testVault } from './test-vault.ts';

let folder: string;
let gateway: TestGateway;

/** Stands for npx: tells what it was asked for, then is the fixture. */
const NPX = `#!/bin/sh
case "$*" in
  *notion*) printf '%s|%s' "$*" "$NOTION_TOKEN" > "$0.asked" ;;
  *memory*) echo "npm error network request to https://registry.npmjs.org failed, reason: getaddrinfo EAI_AGAIN" >&2; exit 1 ;;
  *) printf '%s' "$*" > "$0.asked" ;;
esac
exec "${FIXTURE_TOOL_PROGRAM.command}" ${FIXTURE_TOOL_PROGRAM.arguments.map((each) => `"${each}"`).join(' ')}
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aether-npx-'));
  await writeFile(join(folder, 'npx'), NPX);
  await chmod(join(folder, 'npx'), 0o755);
  const vault = testVault((id) => {
    if (id !== 'crd_notion') throw new PlatformError('NOT_FOUND', 'There is none.');
    return { kind: 'API_KEY', version: 1, secret: 'ntn-secret', scopes: [] };
  });
  gateway = await startTestGateway({
    environment: {
      PATH: [folder, '/usr/bin', '/bin'].join(delimiter),
      AETHER_TOOL_OFFERS: 'filesystem,notion-api,memory,time,npm:@some/allowed@1.2.3,npm:@some/url@1.2.3(API_URL)',
    },
    config: { vaultKey: vault.vaultKey },
    operations: vault.operations,
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const asked = async () => (await import('node:fs/promises')).readFile(join(folder, 'npx.asked'), 'utf8');
const connect = (offerSlug: string, more: Record<string, unknown> = {}) =>
  gateway.connect({ slug: offerSlug, command: 'npx', offerSlug, ...more }, []);

describe('a package of the catalog', () => {
  test('is fetched at its pinned version and run with its settings as arguments', async () => {
    await connect('filesystem', { settings: { folders: ['/srv/a b', '/srv/$(id)'] } });
    expect(gateway.latestReport('filesystem')).toMatchObject({ status: 'HEALTHY' });
    expect(await asked()).toBe('-y @modelcontextprotocol/server-filesystem@2026.8.31 /srv/a b /srv/$(id)');
  });

  test('starts anew with other settings, and is called with the definitions that were approved', async () => {
    await gateway.connect({ slug: 'moved', command: 'npx', offerSlug: 'filesystem', settings: { folders: ['/a'] } });
    const started = await asked();
    await gateway.connect(
      { slug: 'moved', command: 'npx', offerSlug: 'filesystem', settings: { folders: ['/b'] } },
      [],
    );
    expect([started, await asked()]).toEqual(['/a', '/b'].map((path) => started.replace(/\S+$/u, path)));
    const client = await gateway.client('/mcp/s/moved');
    expect(await client.callTool({ name: 'echo', arguments: { text: 'still' } })).toMatchObject({
      content: [{ text: 'still' }],
    });
  });

  test('gets its secret in the variable that it names, and in nothing else', async () => {
    await connect('notion-api', { credential: { id: 'crd_notion' } });
    expect(gateway.latestReport('notion-api')).toMatchObject({ status: 'HEALTHY' });
    expect(await asked()).toBe('-y @notionhq/notion-mcp-server@2.5.2|ntn-secret');
  });

  test.each([
    [
      'that the operator does not allow',
      'playwright',
      {},
      /operator does not allow "playwright" \(AETHER_TOOL_OFFERS\)/,
    ],
    ['whose launcher is not installed', 'time', {}, /"uvx" is not installed on the machine/],
    ['that cannot be fetched', 'memory', { MEMORY_FILE_PATH: '/tmp/m.json' }, /does not reach the package registry/],
    [
      'whose settings were changed behind its back',
      'filesystem',
      { folders: ['--allow=/'] },
      /must not begin with "-"/,
    ],
  ])('%s is DOWN and says why', async (_, offerSlug, settings, problem) => {
    const slug = `bad-${offerSlug}`;
    await gateway.connect({ slug, command: 'npx', arguments: ['-y', 'evil'], offerSlug, settings }, []);
    expect(gateway.latestReport(slug)).toMatchObject({ status: 'DOWN', lastError: expect.stringMatching(problem) });
  });
});

describe('a package that a tenant has imported', () => {
  const imported = (identifier: string, more: Record<string, unknown> = {}) => ({
    name: 'io.example/x',
    description: 'X',
    version: '1.2.3',
    packages: [{ registryType: 'npm', identifier, version: '1.2.3', transport: { type: 'stdio' }, ...more }],
  });

  test('is run when the operator names it', async () => {
    const importedServer = imported('@some/allowed', { packageArguments: [{ type: 'positional', value: 'go' }] });
    await connect('io.example/x', { slug: 'imported', importedServer });
    expect(gateway.latestReport('imported')).toMatchObject({ status: 'HEALTHY' });
    expect(await asked()).toBe('-y @some/allowed@1.2.3 go');
  });

  test('gets the variables that the operator names', async () => {
    const importedServer = imported('@some/url', { environmentVariables: [{ name: 'API_URL', value: 'https://x' }] });
    await connect('io.example/x', { slug: 'with-url', importedServer });
    expect(gateway.latestReport('with-url')).toMatchObject({ status: 'HEALTHY' });
  });

  test.each([
    ['that the operator does not name', 'io.example/x', imported('other'), /does not allow "npm:other@1.2.3"/],
    ['that calls itself as one of the catalog', 'filesystem', imported('other'), /does not allow "npm:other@1.2.3"/],
    [
      'that says where code comes from',
      'io.example/x',
      imported('@some/allowed', { environmentVariables: [{ name: 'NODE_OPTIONS', value: '--require=/x' }] }),
      /imported as "io.example\/x" cannot be run here/,
    ],
    [
      'that sets a variable which the operator does not name',
      'io.example/x',
      imported('@some/url', {
        environmentVariables: [
          { name: 'API_URL', value: 'x' },
          { name: 'OTHER', value: 'x' },
        ],
      }),
      /does not allow "npm:@some\/url@1.2.3\(API_URL;OTHER\)"/,
    ],
    [
      'that gives options as values',
      'io.example/x',
      imported('@some/allowed', { packageArguments: [{ type: 'positional', value: '--require=/x' }] }),
      /imported as "io.example\/x" cannot be run here/,
    ],
    [
      'that holds a secret',
      'io.example/x',
      imported('@some/url', { environmentVariables: [{ name: 'API_URL', value: 's', isSecret: true }] }),
      /imported as "io.example\/x" cannot be run here/,
    ],
    ['that is no server', 'io.example/x', { hello: 'world' }, /imported as "io.example\/x" cannot be run here/],
  ])('%s is DOWN and says why', async (name, offerSlug, importedServer, problem) => {
    const slug = `not-${name.replaceAll(' ', '-')}`;
    await connect(offerSlug, { slug, importedServer });
    expect(gateway.latestReport(slug)).toMatchObject({ status: 'DOWN', lastError: expect.stringMatching(problem) });
  });
});

test.each([
  ['npm error code ENOTFOUND', /does not reach/],
  [
    'error: Request failed after 3 retries\n  Caused by: dns error: failed to lookup address information',
    /does not reach/,
  ],
  ['npm error code E404', /not in the registry/],
  ['  × No solution found when resolving tool dependencies', /not in the registry/],
])('the log %j is told as a reason without its words', (line, reason) => {
  expect(packageProblem(line.split('\n'))).toMatch(reason);
});
test('a log that says nothing of the package is no reason', () => {
  expect(packageProblem(['Secure MCP Filesystem Server running on stdio'])).toBeNull();
});
