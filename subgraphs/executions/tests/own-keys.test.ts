import { callAgent, executeAgent } from '@aether/runtime';
import { testViewer } from '@aether/test-support';
import { expect, test, vi } from 'vitest';
import { PaidModel, paidOperations } from './budgets/paid-agent.ts';
import { createExecutions, endOf, startRun } from './create-executions.ts';
import { newTrigger, post, signed, triggerOperations, VAULT_KEY } from './create-triggers.ts';

test('own keys may be used for a run that its person starts, and not for one that a trigger starts in their name', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createExecutions({
    executeAgent,
    operations: { ...triggerOperations(), ...paidOperations() },
    config: { vaultKey: VAULT_KEY },
    parts: { modelFetch: model.fetch },
  });
  const { service } = executions;
  await endOf(service, viewer, await startRun(service, viewer));
  expect(model.interactive).toEqual(['true']);
  const trigger = await newTrigger(service, viewer);
  const body = JSON.stringify({ question: 'Where is order 7?' });
  expect((await post(service, trigger.id, body, signed(trigger.secret, body))).status).toBe(202);
  await vi.waitFor(() => expect(model.calls).toBe(2), { timeout: 10_000 });
  expect(model.interactive).toEqual(['true', null]);
});

test('a run that another one calls may use own keys when that one may, however deep, and never otherwise', async () => {
  const viewer = testViewer();
  const seen: (readonly [depth: number, isInteractive: boolean | undefined])[] = [];
  await using executions = await createExecutions({
    executeAgent: async (journal, parts) => {
      const { depth, isInteractive, budget: budgetLeft } = journal.run;
      seen.push([depth, isInteractive]);
      const input = { question: 'And why that?' };
      if (depth < 2)
        await callAgent(journal, parts, { key: 'call/0', name: 'Again', agentSlug: 'helper', input, budgetLeft });
      return { output: { answer: 'Because.' }, text: 'Because.', citations: [] };
    },
    operations: triggerOperations(),
    config: { vaultKey: VAULT_KEY },
  });
  const { service } = executions;
  await endOf(service, viewer, await startRun(service, viewer));
  expect(seen).toEqual([
    [0, true],
    [1, true],
    [2, true],
  ]);
  // The same person's name, and the same runs below; nobody sits before them.
  const trigger = await newTrigger(service, viewer);
  const body = JSON.stringify({ question: 'Where is order 7?' });
  expect((await post(service, trigger.id, body, signed(trigger.secret, body))).status).toBe(202);
  await vi.waitFor(() => expect(seen).toHaveLength(6), { timeout: 20_000 });
  expect(seen.slice(3)).toEqual([
    [0, false],
    [1, false],
    [2, false],
  ]);
});
