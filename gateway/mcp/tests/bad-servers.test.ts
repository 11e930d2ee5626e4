import { spawnSync } from 'node:child_process';
import { FIXTURE_TOOL_PROGRAM, serveFetch, startToolServer, type ToolServer } from '@aether/test-support';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mcpGatewayConfig } from '../src/index.ts';
import { nameFault } from '../src/upstream/name-fault.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

const PROGRAM = { command: FIXTURE_TOOL_PROGRAM.command, arguments: FIXTURE_TOOL_PROGRAM.arguments };
let upstream: ToolServer;
let gateway: TestGateway;
let client: Client;

beforeEach(async () => {
  upstream = await startToolServer();
  gateway = await startTestGateway({
    environment: { AETHER_TOOL_PROGRAMS: JSON.stringify([FIXTURE_TOOL_PROGRAM]) },
    config: { allowedOrigins: [new URL(upstream.url).origin] },
    limits: { callMs: 5_000, resultBytes: 64 * 1024, messageBytes: 512 * 1024 },
  });
});
afterEach(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const call = (name: string, given: Record<string, unknown> = {}) => client.callTool({ name, arguments: given });
const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string =>
  (result.content as { text: string }[])[0]?.text ?? '';
/** A program needs a moment to start again. */
const worksAgain = () =>
  expect.poll(() => call('tools__echo', { text: 'back' }).then(textOf, () => null), { timeout: 10_000 }).toBe('back');
const failsWith = (code: string, retryable: boolean) => ({ data: { code, retryable } });

describe.each([
  ['over HTTP', () => ({ slug: 'tools', url: upstream.url })],
  ['over stdio', () => ({ slug: 'tools', ...PROGRAM })],
])('a tool server %s', (_, server) => {
  beforeEach(async () => {
    await gateway.connect(server());
    client = await gateway.client();
  });

  test('that dies in mid-call is told as such, and works again after a moment', async () => {
    await expect(call('tools__die')).rejects.toMatchObject(failsWith('TOOL_INTERRUPTED', false));
    await worksAgain();
  });

  test('that hangs is timed out and told to stop, and other calls go on', async () => {
    const hanging = call('tools__slow', { ms: 60_000 });
    expect(textOf(await call('tools__echo', { text: 'meanwhile' }))).toBe('meanwhile');
    await expect(hanging).rejects.toMatchObject(failsWith('TOOL_TIMEOUT', false));
    expect(textOf(await call('tools__echo', { text: 'after' }))).toBe('after');
  });

  test('that is slow but tells its progress is waited for', async () => {
    const told: unknown[] = [];
    const options = { onprogress: (progress: unknown) => told.push(progress) };
    const slow = { name: 'tools__slow', arguments: { ms: 6_500, beats: 26 } };
    expect(textOf(await client.callTool(slow, undefined, options))).toBe('done');
    expect(told.length).toBeGreaterThan(5);
  });

  test.each([
    ['a little too much', 65 * 1024],
    ['50 MB', 50 * 1024 * 1024],
  ])('that answers %s gets a typed refusal, and works again', async (_size, bytes) => {
    await expect(call('tools__big', { bytes })).rejects.toMatchObject(failsWith('TOOL_RESULT_TOO_LARGE', false));
    await worksAgain();
  });

  test('that changes a definition loses that tool until it is approved again', async () => {
    const changes = await listChanges(client);
    expect(textOf(await call('tools__changing'))).toBe('changing was called');
    await call('tools__change');
    await expect.poll(() => call('tools__changing').then(textOf, (error) => error.data.code)).toBe('TOOL_NOT_APPROVED');
    expect(textOf(await call('tools__echo', { text: 'untouched' }))).toBe('untouched');
    await expect
      .poll(() => gateway.latestReport('tools')?.tools?.find(({ name }) => name === 'changing')?.description)
      .toContain('And more.');
    await gateway.approve('tools/changing');
    expect(textOf(await call('tools__changing'))).toBe('changing was called');
    await expect.poll(() => changes.count).toBeGreaterThan(0);
  });

  test('is not called with arguments that do not fit, and the answer says which', async () => {
    const wrong: [Record<string, unknown>, string][] = [
      [{ a: 'two', b: 3 }, 'a must be number'],
      [{ a: 2 }, "must have required property 'b'"],
      [{ a: 2, b: 3, c: 4 }, 'must NOT have additional properties: "c"'],
    ];
    for (const [given, problem] of wrong) {
      expect(await call('tools__add', given)).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining(problem) }],
        _meta: { 'dev.aether/error': { code: 'TOOL_ARGUMENTS_INVALID', retryable: false } },
      });
    }
    expect(upstream.calls.filter(({ name }) => name === 'add')).toEqual([]);
  });
});

async function listChanges(of: Client): Promise<{ count: number }> {
  const { ToolListChangedNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const changes = { count: 0 };
  of.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    changes.count += 1;
  });
  return changes;
}

test('what a program has started ends with it', async () => {
  await gateway.connect({ slug: 'tools', ...PROGRAM });
  client = await gateway.client();
  const pid = Number(textOf(await call('tools__spawn')));
  // A process that has ended may stay as a zombie where nobody asks for its status.
  const runs = () => {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
  };
  expect(runs()).toBe(true);
  await gateway[Symbol.asyncDispose]();
  await expect.poll(runs).toBe(false);
});

test('a server that is down is reported so, and found again', async () => {
  const { port } = new URL(upstream.url);
  await gateway.connect({ slug: 'tools', url: upstream.url });
  client = await gateway.client();
  await upstream.stop();
  await expect(call('tools__echo', { text: 'x' })).rejects.toMatchObject(failsWith('TOOL_SERVER_UNAVAILABLE', true));
  await expect.poll(() => gateway.latestReport('tools')).toMatchObject({ status: 'DOWN', tools: null });
  upstream = await startToolServer(Number(port));
  await worksAgain();
  await expect.poll(() => gateway.latestReport('tools')).toMatchObject({ status: 'HEALTHY', lastError: null });
});

test.each([
  [408, 'TOOL_INTERRUPTED', false],
  [500, 'TOOL_INTERRUPTED', false],
  [504, 'TOOL_INTERRUPTED', false],
  [400, 'TOOL_REFUSED', false],
  [503, 'TOOL_INTERRUPTED', false],
])('a server that answers a call with %i has failed with %s', async (status, code, retryable) => {
  await gateway.connect({ slug: 'tools', url: upstream.url });
  client = await gateway.client();
  upstream.callStatus = status;
  await expect(call('tools__echo', { text: 'x' })).rejects.toMatchObject({
    ...failsWith(code, retryable),
    message: expect.stringContaining(`it answered ${status}`),
  });
});

test.each([
  [ProtocolErrorCode.InternalError, 'The disk is full.', 'TOOL_INTERRUPTED'],
  [-32_000, 'Something of its own.', 'TOOL_INTERRUPTED'],
  [ProtocolErrorCode.InvalidParams, "Structured content does not match the tool's output schema", 'TOOL_INTERRUPTED'],
  [ProtocolErrorCode.InvalidParams, 'amount is missing', 'TOOL_REFUSED'],
  [ProtocolErrorCode.MethodNotFound, 'Method not found', 'TOOL_REFUSED'],
])('the JSON-RPC error %i "%s" to a call is %s; before a call it is always a refusal', (code, text, expected) => {
  const error = new ProtocolError(code, text);
  const { limits } = mcpGatewayConfig({});
  expect(nameFault(error, { server: 'tools', limits, sent: true })).toMatchObject({
    code: expected,
    message: expect.stringContaining(text),
  });
  expect(nameFault(error, { server: 'tools', limits, sent: false }).code).toBe('TOOL_REFUSED');
});

test('a server that has forgotten the session is connected anew', async () => {
  await gateway.connect({ slug: 'tools', url: upstream.url });
  client = await gateway.client();
  upstream.forgetSessions();
  await expect(call('tools__echo', { text: 'x' })).rejects.toMatchObject(failsWith('TOOL_SERVER_UNAVAILABLE', true));
  expect(textOf(await call('tools__echo', { text: 'back' }))).toBe('back');
});

test('a server that refuses the credential is told as such', async () => {
  upstream.bearer = 'secret';
  await gateway.connect({ slug: 'tools', url: upstream.url });
  expect(gateway.latestReport('tools')).toMatchObject({
    status: 'DOWN',
    lastError: expect.stringContaining('refused the credential'),
  });
});

test.each([
  ['a private address', 'https://127.0.0.1/mcp'],
  ['the metadata service', 'https://169.254.169.254/mcp'],
])('%s is not connected to', async (_, url) => {
  await gateway.connect({ slug: 'tools', url });
  expect(gateway.latestReport('tools')).toMatchObject({
    status: 'DOWN',
    lastError: expect.stringContaining('not a public address'),
  });
});

test('a command line that the operator does not allow is not run, whatever the catalog says', async () => {
  await gateway.connect({ slug: 'tools', command: 'sh', arguments: ['-c', 'echo'] });
  expect(gateway.latestReport('tools')).toMatchObject({
    status: 'DOWN',
    lastError: expect.stringContaining('not allowed'),
  });
});

test('a server whose list has no end is left after a while, and the report says so', async () => {
  let pages = 0;
  await using endless = await serveFetch(async (request) => {
    const { id, method } = (await request.json()) as { id?: number; method: string };
    if (id === undefined) return new Response(null, { status: 202 });
    pages += 1;
    const tool = { name: `tool-${pages}`, inputSchema: { type: 'object' } };
    const results: Readonly<Record<string, object>> = {
      initialize: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'endless', version: '1.0.0' },
      },
      'tools/list': { tools: [tool], nextCursor: `page-${pages}` },
    };
    const result = results[method];
    const error = { code: -32_601, message: 'Method not found' };
    return Response.json({ jsonrpc: '2.0', id, ...(result === undefined ? { error } : { result }) });
  });
  await using own = await startTestGateway({ config: { allowedOrigins: [endless.origin] } });
  await own.connect({ slug: 'endless', url: `${endless.origin}/mcp` }, []);
  await expect.poll(() => own.latestReport('endless')).toMatchObject({ status: 'DOWN', tools: null });
  expect(own.latestReport('endless')?.lastError).toContain('has no end');
  expect(pages).toBeLessThan(200);
});
