import { act, cleanup, renderHook } from '@testing-library/react';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { useCreateAgent } from '../src/features/agents/use-create-agent.ts';

afterEach(cleanup);

const made = (agent: object | null, userErrors: readonly object[] = []): Response =>
  Response.json({ data: { createAgent: { agent, userErrors } } });
const agent = { id: 'agt_1', slug: 'helper', name: 'Helper' };

/** The hook, whose server answers one after the other; null = the answer is lost. */
function world(...answers: readonly (Response | null)[]) {
  const waiting = [...answers];
  const keys: unknown[] = [];
  const client = new Client({
    url: 'https://api.test/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_url, init) => {
      const { variables } = JSON.parse(String(init?.body)) as { variables: { input: { idempotencyKey: string } } };
      keys.push(variables.input.idempotencyKey);
      const answer = waiting.shift();
      if (answer == null) throw new Error('The answer is lost.');
      return answer;
    },
  });
  const { result } = renderHook(() => useCreateAgent(), {
    wrapper: ({ children }) => <Provider value={client}>{children}</Provider>,
  });
  const create = (name: string): Promise<string | null> => act(() => result.current.create({ name, spec: {} }));
  return { keys, result, create };
}

test('sent again after a lost answer it is the same intention, and a new one after the agent is there', async () => {
  const { keys, result, create } = world(null, made(agent), made(agent));
  expect(await create('Helper')).toBeNull();
  expect(result.current).toMatchObject({ busy: false, problem: expect.stringContaining('did not answer') });
  expect(await create('Helper')).toBe('agt_1');
  expect(result.current.problem).toBeNull();
  await create('Helper');
  const [first, again, next] = keys;
  expect(again).toBe(first);
  expect(next).not.toBe(first);
});

test('what the server refuses is told with what to do', async () => {
  const refusal = { path: ['name'], code: 'VALIDATION_FAILED', message: 'The name is taken.', hint: 'Choose another.' };
  const { result, create } = world(made(null, [refusal]));
  expect(await create('Helper')).toBeNull();
  expect(result.current.problem).toBe('The name is taken. Choose another.');
});
