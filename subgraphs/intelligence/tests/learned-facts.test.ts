import { Outbox, tenantStatement } from '@aether/common/graph';
import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AGENT, DELETE_RUNS, PEOPLE, RUNS, type RunningIntelligence, startIntelligence } from './start-intelligence.ts';

let intelligence: RunningIntelligence;
beforeAll(async () => {
  intelligence = await startIntelligence();
});
afterAll(() => intelligence[Symbol.asyncDispose]());

const FACTS = tenantStatement(
  'intelligence-test.facts',
  `MATCH (user:User {tenantId: $tenantId}) WHERE user.id IN $ids
   OPTIONAL MATCH (user)-[uses:USES]->(agent:Agent {tenantId: $tenantId})
   OPTIONAL MATCH (agent)-[proof:SUCCEEDED_FOR]->(user)
   RETURN user.id AS id, uses {.frequency, .lastUsed, .satisfaction} AS uses, proof {.useCase, .successRate, .evidence} AS proof
   ORDER BY id`,
);

async function fixture() {
  const { tenantId } = testViewer();
  const [anna, ben, agentId] = [testId('usr'), testId('usr'), testId('agt')];
  await intelligence.write(tenantId, PEOPLE, {
    departmentId: testId('dep'),
    departmentName: 'Finance',
    people: [{ id: anna }, { id: ben }],
  });
  await intelligence.write(tenantId, AGENT, { agent: { id: agentId, audience: [tenantId], useCase: 'support' } });
  const run = (startedById: string, day: number, status: string, satisfaction: number | null = null) => ({
    id: testId('exe'),
    agentId,
    startedById,
    status,
    satisfaction,
    createdAt: `2026-06-${day}T00:00:00.000Z`,
  });
  const runs = [
    run(anna, 10, 'SUCCEEDED', 5),
    run(anna, 12, 'SUCCEEDED', 4),
    run(anna, 11, 'FAILED'),
    run(anna, 13, 'RUNNING'),
    run(ben, 14, 'FAILED', 1),
  ];
  await intelligence.write(tenantId, RUNS, { runs });
  const facts = () =>
    intelligence.parts.database
      .tenant(tenantId)
      .read(
        FACTS,
        { ids: [anna, ben] },
        z.object({ id: z.string(), uses: z.looseObject({}).nullable(), proof: z.looseObject({}).nullable() }),
      );
  return { tenantId, agentId, anna, ben, runs, facts };
}

const inOrder = <Fact extends { readonly id: string }>(facts: readonly Fact[]) =>
  facts.toSorted((left, right) => (left.id < right.id ? -1 : 1));

test('runs that ended become edges between people and agents, and runs that are deleted leave none', async () => {
  const { tenantId, agentId, anna, ben, runs, facts } = await fixture();
  await intelligence.compute(tenantId, agentId);
  const annas = {
    id: anna,
    uses: { frequency: 3, lastUsed: '2026-06-12T00:00:00.000Z', satisfaction: 4.5 },
    proof: { useCase: 'support', successRate: 2 / 3, evidence: 3 },
  };
  expect(await facts()).toEqual(
    inOrder([
      annas,
      { id: ben, uses: { frequency: 1, lastUsed: '2026-06-14T00:00:00.000Z', satisfaction: 1 }, proof: null },
    ]),
  );
  await intelligence.write(tenantId, DELETE_RUNS, { ids: [runs[0]?.id, runs[1]?.id, runs[4]?.id] });
  await intelligence.compute(tenantId, agentId);
  expect(await facts()).toEqual(
    inOrder([
      {
        id: anna,
        uses: { frequency: 1, lastUsed: '2026-06-11T00:00:00.000Z', satisfaction: null },
        proof: null,
      },
      { id: ben, uses: null, proof: null },
    ]),
  );
});

test('an event that comes twice says what it says once', async () => {
  const { tenantId, agentId, anna, facts } = await fixture();
  const { database, streams, clock } = intelligence.parts;
  const outbox = new Outbox({ lane: testId('evt'), database, streams, clock });
  await outbox.open();
  const ended = {
    type: 'aether.execution.ended',
    subject: testId('exe'),
    data: { agentId },
    actorId: null,
    requestId: null,
  };
  await database.tenant(tenantId).transaction((transaction) => outbox.append(transaction, [ended, ended]));
  outbox.ring();
  await vi.waitFor(
    async () =>
      expect(await facts()).toContainEqual(
        expect.objectContaining({ id: anna, uses: expect.objectContaining({ frequency: 3 }) }),
      ),
    // Agents of other tests and tenants in the same database may be due before it.
    { timeout: 60_000, interval: 100 },
  );
}, 70_000);
