import { executeAgent } from '@aether/runtime';
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
