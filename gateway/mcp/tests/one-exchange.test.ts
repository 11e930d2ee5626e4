import { Server } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { oneExchange } from '../src/routes/one-exchange.ts';

test('after the answer nobody is asked any more', async () => {
  const server = new Server({ name: 'test', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/call', () => ({ content: [] }));
  const expected: string[] = [];
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'late', arguments: {} } } as const;
  const response = await oneExchange(server, request, {
    gone: new AbortController().signal,
    newId: () => 'question',
    expectAnswer: async (id) => void expected.push(id),
  });
  expect(await response.json()).toMatchObject({ id: 1, result: { content: [] } });
  await server.transport?.send({ jsonrpc: '2.0', id: 7, method: 'elicitation/create', params: { message: 'Who?' } });
  expect(server.transport).toBeDefined();
  expect(expected).toEqual([]);
});
