import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ClientExchange } from '../src/federation/client-exchange.ts';
import { oneExchange } from '../src/routes/one-exchange.ts';
import { RunningCalls } from '../src/running-calls.ts';

const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'late', arguments: {} } } as const;

function options(expected: string[], unexpected: unknown[] = []) {
  return {
    call: new RunningCalls().begin('somebody', 1, new AbortController().signal),
    unexpectedError: (error: unknown) => void unexpected.push(error),
    newId: () => 'question',
    expectAnswer: async (id: string) => void expected.push(id),
  };
}

test('after the answer nobody is asked or told any more', async () => {
  const expected: string[] = [];
  const late: ClientExchange[] = [];
  const answer = async (exchange: ClientExchange) => {
    late.push(exchange);
    return { content: [] };
  };
  const response = await oneExchange(request, answer, options(expected));
  expect(await response.json()).toEqual({ jsonrpc: '2.0', id: 1, result: { content: [] } });
  const [exchange] = late;
  await expect(exchange?.send({ method: 'roots/list' })).rejects.toMatchObject({ code: 'CANCELLED' });
  await exchange?.notify({ method: 'notifications/progress', params: { progressToken: 1, progress: 1 } });
  expect(expected).toEqual([]);
});

test('what nobody has foreseen is kept from the client', async () => {
  const unexpected: unknown[] = [];
  const fault = new Error('The password is "hunter2".');
  const response = await oneExchange(request, () => Promise.reject(fault), options([], unexpected));
  const { error } = z
    .object({ error: z.object({ code: z.number(), message: z.string() }) })
    .parse(await response.json());
  expect([error.code, unexpected]).toEqual([-32603, [fault]]);
  expect(error.message).not.toContain('hunter2');
});

test('a client that stops to read what it was told cancels its request', async () => {
  const given = options([]);
  const ended = Promise.withResolvers<unknown>();
  const answer = async (exchange: ClientExchange) => {
    exchange.signal.addEventListener('abort', () => ended.resolve(exchange.signal.reason));
    await exchange.notify({ method: 'notifications/progress', params: { progressToken: 1, progress: 1 } });
    await ended.promise;
    return { content: [] };
  };
  const response = await oneExchange(request, answer, given);
  await response.body?.cancel();
  expect(await ended.promise).toMatchObject({ code: 'CANCELLED' });
});

test('a request that is cancelled is answered at once, whatever it waits for', async () => {
  const given = options([]);
  const response = oneExchange(request, () => new Promise(() => {}), given);
  given.call.cancel();
  expect(await (await response).json()).toMatchObject({ error: { data: { code: 'CANCELLED' } } });
});
