import { OutboxConsumer, type StoredDomainEvent } from '@aether/common/graph';
import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProvider } from './catalog-calls.ts';
import { type RunningAgents, createAgent, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

test('what happens is told in the outbox, with what the audit log needs', async () => {
  const viewer = testViewer();
  const told: StoredDomainEvent[] = [];
  await using consumer = new OutboxConsumer({
    ...agents.parts,
    consumer: testId('evt'),
    handle: async (events) => {
      told.push(...events.filter((event) => event.tenantId === viewer.tenantId));
    },
  });
  const { provider } = await addProvider(agents, viewer);
  const { agent } = await createAgent(agents, viewer);
  const { version } = await publish(agents, viewer, agent.id);
  await consumer.drain();
  expect(told.map((event) => [event.type, event.subject])).toEqual([
    ['aether.model-provider.added', provider.id],
    ['aether.catalog.changed', viewer.tenantId],
    ['aether.agent.created', agent.id],
    ['aether.agent.published', agent.id],
  ]);
  expect(told[3]?.data).toMatchObject({
    agentId: agent.id,
    versionId: version.id,
    number: 1,
    audit: { action: 'agent.publish', objectType: 'Agent' },
  });
  expect(told.every((event) => event.actorId === viewer.userId)).toBe(true);
});
