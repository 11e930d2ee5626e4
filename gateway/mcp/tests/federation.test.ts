import { FIXTURE_TOOL_PROGRAM, startToolServer, testViewer, type ToolServer } from '@aether/test-support';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

let upstream: ToolServer;
let gateway: TestGateway;
let client: Client;

beforeAll(async () => {
  upstream = await startToolServer();
  gateway = await startTestGateway({
    environment: { AETHER_TOOL_PROGRAMS: JSON.stringify([FIXTURE_TOOL_PROGRAM]) },
    config: { allowedOrigins: [new URL(upstream.url).origin] },
  });
  await gateway.connect({ slug: 'web', url: upstream.url });
  await gateway.connect(
    { slug: 'program', command: FIXTURE_TOOL_PROGRAM.command, arguments: FIXTURE_TOOL_PROGRAM.arguments },
    ['echo', 'environment'],
  );
  client = await gateway.client();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string => {
  const [block] = result.content as { text: string }[];
  return block?.text ?? '';
};

describe('/mcp for an official client', () => {
  test('lists approved tools of all servers under federated names, in one order', async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['program__echo', 'program__environment', 'web__add', 'web__echo']));
    expect(names).not.toContain('program__add');
    expect(tools.find(({ name }) => name === 'web__add')).toMatchObject({
      description: 'Adds two numbers.',
      inputSchema: { type: 'object', required: ['a', 'b'] },
      outputSchema: { type: 'object', required: ['sum'] },
    });
  });

  test.each(['web__echo', 'program__echo'])('calls %s', async (name) => {
    expect(textOf(await client.callTool({ name, arguments: { text: 'Grüße' } }))).toBe('Grüße');
  });

  test('passes structured content on', async () => {
    expect(await client.callTool({ name: 'web__add', arguments: { a: 2, b: 3 } })).toMatchObject({
      structuredContent: { sum: 5 },
    });
  });

  test('a failure of a tool stays a failure', async () => {
    const result = await client.callTool({ name: 'web__fail', arguments: {} });
    expect(result).toMatchObject({ isError: true, content: [{ text: 'It did not work.' }] });
  });

  test('a protocol error of a server is named', async () => {
    await expect(client.callTool({ name: 'web__refuse', arguments: {} })).rejects.toMatchObject({
      data: { code: 'TOOL_REFUSED', retryable: false },
      message: expect.stringContaining('Not today.'),
    });
  });

  test('progress reaches the caller', async () => {
    const told: unknown[] = [];
    await client.callTool({ name: 'web__slow', arguments: { ms: 20, beats: 2 } }, undefined, {
      onprogress: (progress) => told.push(progress),
    });
    expect(told).toEqual([
      { progress: 1, message: 'beat 1' },
      { progress: 2, message: 'beat 2' },
    ]);
  });

  test('a cancelled call is cancelled at its server', async () => {
    const cancel = new AbortController();
    const call = client.callTool({ name: 'web__slow', arguments: { ms: 60_000 } }, undefined, {
      signal: cancel.signal,
    });
    await expect.poll(() => upstream.calls.at(-1)?.arguments['ms']).toBe(60_000);
    cancel.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => upstream.cancelled).toContain('slow');
  });

  test('invisible characters are taken out of results', async () => {
    expect(textOf(await client.callTool({ name: 'web__hidden', arguments: {} }))).toBe('visible');
  });

  test('the idempotency key travels in a header and in the meta data', async () => {
    const keyed = await gateway.client('/mcp', { 'idempotency-key': 'run-1/tool-2' });
    expect(JSON.parse(textOf(await keyed.callTool({ name: 'web__meta', arguments: {} })))).toMatchObject({
      meta: { 'dev.aether/idempotency-key': 'run-1/tool-2' },
      headers: { 'idempotency-key': 'run-1/tool-2' },
    });
  });

  test('the token of the caller never reaches a server', async () => {
    const { headers } = JSON.parse(textOf(await client.callTool({ name: 'web__meta', arguments: {} })));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^x-aether/)]));
    expect(headers).not.toHaveProperty('authorization');
  });

  test('a program sees the environment that the operator gives it, and nothing of ours', async () => {
    const names: string[] = JSON.parse(textOf(await client.callTool({ name: 'program__environment', arguments: {} })));
    expect(names).toContain('FIXTURE_SECRET');
    expect(names).not.toContain('HOME');
  });
});

test('/mcp/s/<server> shows one server under its own names', async () => {
  const direct = await gateway.client('/mcp/s/web');
  const { tools } = await direct.listTools();
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['add', 'echo']));
  expect(textOf(await direct.callTool({ name: 'echo', arguments: { text: 'x' } }))).toBe('x');
  const unknown = await gateway.client('/mcp/s/nothing');
  await expect(unknown.listTools()).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
});

test('what is not approved cannot be called', async () => {
  await expect(client.callTool({ name: 'program__add', arguments: { a: 1, b: 2 } })).rejects.toMatchObject({
    data: { code: 'TOOL_NOT_APPROVED' },
  });
  await expect(client.callTool({ name: 'web__nothing', arguments: {} })).rejects.toMatchObject({
    data: { code: 'TOOL_NOT_FOUND' },
  });
});

describe('rights', () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${gateway.origin}/mcp`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
    });

  test('nobody is refused, and so is a viewer without tool:use', async () => {
    expect((await post({})).status).toBe(401);
    expect((await post(gateway.headers(null))).status).toBe(401);
    const reader = testViewer({ permissions: ['tool:read'] });
    expect((await post(gateway.headers(reader))).status).toBe(403);
    expect((await post(gateway.headers(reader, 'executions'))).status).toBe(403);
  });

  test('another tenant sees none of these tools', async () => {
    const stranger = await gateway.client('/mcp', gateway.headers(testViewer()));
    expect((await stranger.listTools()).tools).toEqual([]);
    await expect(stranger.callTool({ name: 'web__echo', arguments: { text: 'x' } })).rejects.toMatchObject({
      data: { code: 'TOOL_NOT_FOUND' },
    });
  });
});
