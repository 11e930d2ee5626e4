import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from 'vitest';
import type { EffectName } from '../src/effect-book.ts';
import { type EffectServer, startEffectServer } from '../src/effect-server.ts';

/** One call as a run makes it, on a connection of its own. */
async function call(server: EffectServer, tool: EffectName, key: string): Promise<void> {
  const client = new Client({ name: 'test', version: '1' });
  const headers = { 'idempotency-key': key };
  const transport = new StreamableHTTPClientTransport(new URL(`${server.origin}/mcp`), { requestInit: { headers } });
  // The SDK's class and its interface disagree under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  try {
    await client.callTool({ name: `effects__${tool}`, arguments: {}, _meta: { 'aether/execution': 'exe_1' } });
  } finally {
    await client.close();
  }
}

test('each tool changes something as often as its effect class says', async () => {
  await using server = await startEffectServer();
  for (const tool of ['read', 'put', 'charge', 'pay'] as const)
    for (const _ of [1, 2]) await call(server, tool, `key of ${tool}`);
  expect(server.book.entries()).toEqual([
    { key: 'key of read', executionId: 'exe_1', effect: 'READ', requests: 2, applied: 0 },
    { key: 'key of put', executionId: 'exe_1', effect: 'IDEMPOTENT', requests: 2, applied: 1 },
    { key: 'key of charge', executionId: 'exe_1', effect: 'KEYED', requests: 2, applied: 1 },
    { key: 'key of pay', executionId: 'exe_1', effect: 'ONCE', requests: 2, applied: 2 },
  ]);
});

test('a call is held before or after its effect, and one breaks off after it', async () => {
  await using server = await startEffectServer();
  const [before, after] = [server.hold('pay', 'before'), server.hold('pay', 'after')];
  const first = call(server, 'pay', 'one');
  expect(await before.reached).toBe('exe_1');
  expect(server.book.countOf('pay')).toEqual({ requests: 0, applied: 0 });
  before.release();
  await after.reached;
  expect(server.book.countOf('pay')).toEqual({ requests: 1, applied: 1 });
  after.release();
  await first;
  server.breakOff('pay');
  await expect(call(server, 'pay', 'two')).rejects.toThrow();
  expect(server.book.countOf('pay')).toEqual({ requests: 2, applied: 2 });
});
