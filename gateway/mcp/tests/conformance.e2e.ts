import { type ConformanceServer, type ServedFetch, startConformanceServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import expected from './conformance/expected-failures.json' with { type: 'json' };
import { inFrontOf } from './conformance/in-front-of.ts';
import { clientPasses, failuresOf, type Outcomes, runSuite, type Suite } from './conformance/run-suite.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

let server: ConformanceServer;
let gateway: TestGateway;
let edge: ServedFetch;

beforeAll(async () => {
  server = await startConformanceServer();
  gateway = await startTestGateway({ config: { allowedOrigins: [new URL(server.url).origin] } });
  await gateway.connect({ slug: 'everything', url: server.url });
  edge = await inFrontOf(gateway);
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const LINES: readonly [string, Suite, readonly string[]][] = [
  ['0.1.16', '@modelcontextprotocol/conformance', []],
  ['0.2 at 2025-11-25', 'conformance-next', ['--requirements', '2025-11-25']],
  ['0.2 at 2026-07-28', 'conformance-next', ['--requirements', '2026-07-28']],
];
const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = expected;
const listOf = (line: string): readonly string[] => Object.keys(EXPECTED[line] ?? {}).toSorted();
const run = (suite: Suite, options: readonly string[], url: string): Promise<Outcomes> =>
  runSuite(suite, ['server', '--url', url, ...options]);

describe.each(LINES)('conformance %s', (line, suite, options) => {
  test('through the pass-through route each scenario ends as it does straight at the server, but for the listed ones', async () => {
    const straight = await run(suite, options, server.url);
    const through = await run(suite, options, `${edge.origin}/mcp/s/everything`);
    expect(Object.keys(through)).toEqual(Object.keys(straight));
    const different = Object.keys(straight).filter((scenario) => straight[scenario] !== through[scenario]);
    expect(different.toSorted()).toEqual(listOf(`${line}, other than straight`));
  });

  test('of the federated route no scenario fails but the listed ones', async () => {
    expect(failuresOf(await run(suite, options, `${edge.origin}/mcp`))).toEqual(listOf(`${line}, federated`));
  });
});

/** Those about signing in need a person in front of the other side: `oauth.test.ts` of identity does it with a strict server of its own. */
const CLIENT_LINES: readonly [string, Suite, readonly string[], readonly string[]][] = [
  [
    '0.1.16',
    '@modelcontextprotocol/conformance',
    [],
    ['initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry'],
  ],
  [
    '0.2 at 2026-07-28',
    'conformance-next',
    ['--spec-version', '2026-07-28'],
    [
      'tools_call',
      'request-metadata',
      'sep-2322-client-request-state',
      'http-standard-headers',
      'http-custom-headers',
      'http-invalid-tool-headers',
      'json-schema-ref-no-deref',
      'json-schema-2020-12-preservation',
    ],
  ],
];

test.each(CLIENT_LINES)(
  'our client passes conformance %s but for the listed scenarios',
  async (line, suite, options, scenarios) => {
    const failed: string[] = [];
    for (const scenario of scenarios) if (!(await clientPasses(suite, scenario, options))) failed.push(scenario);
    expect(failed.toSorted()).toEqual(listOf(`${line}, client`));
  },
);
