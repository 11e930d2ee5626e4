import { testId, testViewer } from '@aether/test-support';
import { executionStoreContract } from './execution-store.contract.ts';
import { MemoryExecutionStore } from './simulation/memory-execution-store.ts';
import { storedRow } from './stored-row.ts';
import { createTestStore } from './test-store.ts';

executionStoreContract('the store in Neo4j', async () => {
  const { store, queue, row, reader, ...made } = await createTestStore();
  return {
    store,
    queue,
    row,
    events: async ({ tenantId, executionId }) =>
      (await reader.events(tenantId, executionId, 0, 1_000)).map(({ seq, name }) => [seq, name] as const),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
});

executionStoreContract('the store in memory', async () => {
  const store = new MemoryExecutionStore(() => Date.now());
  const viewer = testViewer();
  return {
    store,
    queue: 'memory',
    row: (changes = {}) =>
      storedRow({ executionId: testId('exe'), viewer, queue: 'memory', at: new Date(), ...changes }),
    events: async ({ tenantId, executionId }) =>
      (store.executions.get(`${tenantId}/${executionId}`)?.events ?? []).map(({ seq, name }) => [seq, name] as const),
    [Symbol.asyncDispose]: async () => {},
  };
});
