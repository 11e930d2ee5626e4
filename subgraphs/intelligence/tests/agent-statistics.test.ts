import { checkStatement, registeredStatements, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIntelligence, startIntelligence } from './start-intelligence.ts';

// In production the owners of these labels write them.
const FIXTURE = tenantStatement(
  'intelligence-test.fixture',
  `CREATE (:Agent {tenantId: $tenantId, id: $agentId, slug: $agentId, audience: $audience})
   FOREACH (run IN $runs | CREATE (execution:Execution {tenantId: $tenantId, agentId: $agentId}) SET execution += run)
   RETURN 1 AS made`,
);

let intelligence: RunningIntelligence;
beforeAll(async () => {
  intelligence = await startIntelligence();
});
afterAll(() => intelligence[Symbol.asyncDispose]());

interface Run {
  readonly status: string;
  readonly spent?: number;
  readonly unpriced?: boolean;
  readonly durationMs?: number;
  readonly createdAt?: string;
}

async function agentWith(viewer: Viewer, runs: readonly Run[], audience = [viewer.userId]): Promise<string> {
  const agentId = testId('agt');
  const rows = runs.map((run) => ({
    id: testId('exe'),
    createdAt: '2026-06-29T00:00:00.000Z',
    unpriced: false,
    spent: 0,
    ...run,
  }));
  await intelligence.write(viewer.tenantId, FIXTURE, { agentId, audience, runs: rows });
  await intelligence.compute(viewer.tenantId, agentId);
  return agentId;
}

const QUERY = /* GraphQL */ `
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Agent {
        id
        successRate
        runCount
        medianCost
        medianDurationMs
        statisticsDays
      }
    }
  }
`;

async function statisticsOf(viewer: Viewer | null, ...ids: readonly string[]): Promise<readonly unknown[]> {
  const { data, errors } = await executeAs<{ _entities: readonly unknown[] }>(intelligence.service, viewer, QUERY, {
    representations: ids.map((id) => ({ __typename: 'Agent', id })),
  });
  expect(errors).toEqual([]);
  return data._entities;
}

test('counts what ended within 30 days: success, cost and duration by hand', async () => {
  const viewer = testViewer({ roleKey: 'member' });
  const id = await agentWith(viewer, [
    { status: 'SUCCEEDED', spent: 100, durationMs: 1_000 },
    { status: 'SUCCEEDED', spent: 301, durationMs: 2_000 },
    { status: 'FAILED', spent: 200, durationMs: 9_000 },
    { status: 'TIMED_OUT', spent: 400, durationMs: 300_000 },
    // No known cost: it counts as a run and not as money.
    { status: 'CANCELLED', spent: 7, unpriced: true, durationMs: 500 },
    // Still open, and too long ago.
    { status: 'RUNNING', spent: 5_000 },
    { status: 'SUCCEEDED', spent: 9_999, durationMs: 1, createdAt: '2026-05-31T11:59:59.999Z' },
  ]);
  // Five ended, two succeeded. Costs 100 200 301 400 → 250.5 → 251. Durations 500 1000 2000 9000 300000 → 2000.
  expect(await statisticsOf(viewer, id)).toEqual([
    { id, successRate: 0.4, runCount: 5, medianCost: 251, medianDurationMs: 2_000, statisticsDays: 30 },
  ]);
});

test('says nothing where no run says anything', async () => {
  const viewer = testViewer();
  const none = await agentWith(viewer, []);
  const unpriced = await agentWith(viewer, [{ status: 'SUCCEEDED', unpriced: true, durationMs: 10 }]);
  expect(await statisticsOf(viewer, none, unpriced)).toEqual([
    { id: none, successRate: null, runCount: 0, medianCost: null, medianDurationMs: null, statisticsDays: 30 },
    { id: unpriced, successRate: 1, runCount: 1, medianCost: null, medianDurationMs: 10, statisticsDays: 30 },
  ]);
});

test('answers a list in the order of its references, unknown and hidden agents as null', async () => {
  const viewer = testViewer({ roleKey: 'member' });
  const first = await agentWith(viewer, [{ status: 'SUCCEEDED' }]);
  const second = await agentWith(viewer, [{ status: 'FAILED' }], [viewer.tenantId]);
  const colleagues = await agentWith(viewer, [{ status: 'FAILED' }], [testId('usr')]);
  const foreign = await agentWith(testViewer(), [{ status: 'FAILED' }]);
  const answers = await statisticsOf(viewer, second, 'agt_unknown', colleagues, foreign, first);
  expect(answers).toMatchObject([{ id: second, successRate: 0 }, null, null, null, { id: first, successRate: 1 }]);
  const admin = { ...testViewer({ roleKey: 'admin' }), tenantId: viewer.tenantId };
  expect(await statisticsOf(admin, colleagues)).toMatchObject([{ id: colleagues }]);
  expect(await statisticsOf(null, first)).toEqual([null]);
});

test('every statement carries its tenant', () => {
  const own = registeredStatements().filter((statement) => statement.name.startsWith('intelligence.'));
  expect(own.length).toBeGreaterThan(10);
  expect(own.flatMap(checkStatement)).toEqual([]);
});
