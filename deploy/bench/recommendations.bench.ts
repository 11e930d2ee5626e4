import { setTimeout as delay } from 'node:timers/promises';
import { tenantStatement } from '@aether/common/graph';
import { createIntelligenceService, intelligenceConfig } from '@aether/intelligence';
import { type Benchmark, createTestParts, executeAs, measureLoad, testId, testViewer } from '@aether/test-support';
import { z } from 'zod';
import { generateOrganization, organizationSize, personOf } from './organization.ts';

const GOAL_MS = 100;
const CONCURRENCY = 2;
const QUERY = '{ recommendedAgents(first: 10) { agent { id successRate } score evidence { runs sentence path } } }';

const UNCOMPUTED = tenantStatement(
  'bench.uncomputed-agents',
  `MATCH (agent:Agent {tenantId: $tenantId})
   WHERE NOT EXISTS { MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: agent.id}) WHERE facts.computedAtMs > 0 }
   RETURN count(agent) AS count`,
);
/** The same question asked of the runs themselves: what it would cost without derived edges. */
const OVER_RUNS = tenantStatement(
  'bench.recommended-over-runs',
  `MATCH (me:User {tenantId: $tenantId, id: $userId})-[:BELONGS_TO]->(department:Department {tenantId: $tenantId})
   MATCH (department)<-[:BELONGS_TO]-(peer:User {tenantId: $tenantId}) WHERE peer <> me AND peer.jobTitle = me.jobTitle
   MATCH (run:Execution {tenantId: $tenantId, startedById: peer.id}) WHERE run.createdAt >= $since
   WITH me, run.agentId AS agentId, count(DISTINCT peer) AS people, count(run) AS runs, count(CASE WHEN run.status = 'SUCCEEDED' THEN 1 END) AS succeeded
   WHERE toFloat(succeeded) / runs > 0.8
     AND NOT EXISTS { MATCH (own:Execution {tenantId: $tenantId, startedById: me.id, agentId: agentId}) WHERE own.createdAt >= $since }
   RETURN agentId, runs, succeeded ORDER BY toFloat(succeeded) / runs DESC LIMIT 10`,
);

/** How long a person waits for recommendations in a large organization. */
export const benchmark: Benchmark = {
  name: 'recommendations',
  says: 'recommended agents among 1,000 agents, 5,000 people and 1,000,000 executions (a hundredth with --brief)',
  async run({ neo4jUri, seconds, brief, say }) {
    await using parts = await createTestParts({ service: 'intelligence', neo4jUri: await neo4jUri() });
    const { database, clock } = parts;
    const size = organizationSize(brief ? 0.01 : 1);
    const tenantId = testId('tnt');
    say(`generating ${size.executions.toLocaleString('en-US')} executions`);
    await generateOrganization(database, tenantId, size, clock.now());
    say('computing the facts of all agents');
    const begin = performance.now();
    await using service = await createIntelligenceService(intelligenceConfig({}), parts);
    await service.start();
    const uncomputed = async () =>
      (await database.tenant(tenantId).read(UNCOMPUTED, {}, z.object({ count: z.number() })))[0]?.count ?? 0;
    while ((await uncomputed()) > 0) await delay(100);
    const computing = (performance.now() - begin) / 1_000;

    let asked = 0;
    const nextPerson = () => personOf(tenantId, (asked++ * 7_919) % size.users);
    let found = 0;
    const ask = async (): Promise<void> => {
      const viewer = testViewer({ tenantId, ...nextPerson(), roleKey: 'member' });
      const { data, errors } = await executeAs<{ recommendedAgents: readonly unknown[] }>(service, viewer, QUERY);
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      found += data.recommendedAgents.length;
    };
    const since = new Date(clock.now().getTime() - 30 * 24 * 60 * 60 * 1_000).toISOString();
    const askOverRuns = async (): Promise<void> => {
      const { userId } = nextPerson();
      await database.tenant(tenantId).read(OVER_RUNS, { userId, since }, z.unknown());
    };
    say('asking');
    const measured = await measureLoad({ seconds, concurrency: CONCURRENCY, warmUpSeconds: seconds / 2 }, ask);
    if (found === 0) throw new Error('Nothing was recommended to anybody: the organization does not fit the question.');
    const usual = await measureLoad({ seconds: Math.min(5, seconds), concurrency: CONCURRENCY }, askOverRuns);
    return [
      {
        name: `recommendedAgents, p95 of ${measured.count}, ${size.executions.toLocaleString('en-US')} executions`,
        value: measured.p95,
        unit: 'ms',
        goal: `≤ ${GOAL_MS}`,
        met: measured.p95 <= GOAL_MS,
        reference: { name: 'the same over the runs', value: usual.p95 },
      },
      { name: 'recommendedAgents, p50', value: measured.p50, unit: 'ms' },
      {
        name: `facts of ${size.agents.toLocaleString('en-US')} agents computed from nothing`,
        value: computing,
        unit: 's',
      },
    ];
  },
};
