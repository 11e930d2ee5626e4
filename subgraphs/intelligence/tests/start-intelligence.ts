import { type TenantStatement, tenantStatement } from '@aether/common/graph';
import type { Service, ServiceParts } from '@aether/common/service';
import { createTestParts, testId } from '@aether/test-support';
import { z } from 'zod';
import { statisticsSince } from '../src/agent-statistics.ts';
import { DueAgents } from '../src/db/due-agents.ts';
import { PatternStore } from '../src/db/pattern-store.ts';
import { StatisticsWriter } from '../src/db/statistics-writer.ts';
import { createIntelligenceService, intelligenceConfig } from '../src/index.ts';
import { minePatterns } from '../src/success-pattern.ts';

/** Today, in all tests of this package: they share one database, and any of them may compute the figures of another's tenant. */
export const NOW = new Date('2026-06-30T12:00:00.000Z');

export interface RunningIntelligence extends AsyncDisposable {
  readonly parts: ServiceParts;
  readonly service: Service;
  /** Writes what other services write in production. */
  write(tenantId: string, statement: TenantStatement, parameters?: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the job does with agents whose time has come, and then for their tenant. */
  compute(tenantId: string, ...agentIds: readonly string[]): Promise<void>;
}

/** The service with real parts on a day that stands still. */
export async function startIntelligence(): Promise<RunningIntelligence> {
  const parts = await createTestParts({
    service: 'intelligence',
    parts: { clock: { now: () => NOW, monotonicMs: () => 0 } },
  });
  const service = await createIntelligenceService(intelligenceConfig({}), parts);
  await service.start();
  const { database } = parts;
  return {
    parts,
    service,
    async write(tenantId, statement, parameters = {}) {
      await database.tenant(tenantId).write(statement, parameters, z.unknown());
    },
    async compute(tenantId, ...agentIds) {
      await new DueAgents(database).mark(agentIds.map((agentId) => ({ tenantId, agentId })));
      for (const agentId of agentIds)
        await new StatisticsWriter(database).compute({ tenantId, agentId, leaseMs: 0 }, statisticsSince(NOW));
      const patterns = new PatternStore(database);
      await patterns.replace(tenantId, minePatterns(await patterns.sources(tenantId)), {
        ids: testId,
        at: NOW.toISOString(),
      });
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
}

/** People of one department, each with a job title. */
export const PEOPLE = tenantStatement(
  'intelligence-test.people',
  `MERGE (department:Department {tenantId: $tenantId, id: $departmentId}) ON CREATE SET department.name = $departmentName
   WITH department UNWIND $people AS person
   CREATE (user:User {tenantId: $tenantId, id: person.id}) SET user += person
   CREATE (user)-[:BELONGS_TO]->(department)`,
);
export const AGENT = tenantStatement(
  'intelligence-test.agent',
  'CREATE (agent:Agent {tenantId: $tenantId, id: $agent.id, slug: $agent.id}) SET agent += $agent',
);
export const RUNS = tenantStatement(
  'intelligence-test.runs',
  'UNWIND $runs AS run CREATE (execution:Execution {tenantId: $tenantId, id: run.id}) SET execution += run',
);
export const DELETE_RUNS = tenantStatement(
  'intelligence-test.delete-runs',
  'UNWIND $ids AS id MATCH (run:Execution {tenantId: $tenantId, id: id}) DETACH DELETE run',
);
