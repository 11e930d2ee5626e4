import { type Database, tenantStatement } from '@aether/common/graph';
import { type Viewer, principalsOf } from '@aether/common/security';
import { z } from 'zod';
import type { AgentStatistics } from '../agent-statistics.ts';

// Reads labels of agents and executions, which only this package may, and writes none.
// Figures of an agent are for those who see the agent: its audience is asked here, since a run may lead to an agent that its reader sees no more.
// The index on executions needs a predicate on each of its properties, the id too.
const STATISTICS = tenantStatement(
  'intelligence.statistics-of-agents',
  `UNWIND $ids AS agentId
   MATCH (agent:Agent {tenantId: $tenantId, id: agentId})
   WHERE $seesAll OR any(principal IN agent.audience WHERE principal IN $principals)
   OPTIONAL MATCH (run:Execution {tenantId: $tenantId, agentId: agentId})
   WHERE run.createdAt >= $since AND run.id IS NOT NULL AND run.status IN ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT']
   WITH agentId, count(run) AS runCount,
     count(CASE WHEN run.status = 'SUCCEEDED' THEN 1 END) AS succeeded,
     percentileCont(CASE WHEN run.unpriced THEN null ELSE run.spent END, 0.5) AS medianCost,
     percentileCont(run.durationMs, 0.5) AS medianDurationMs
   RETURN agentId AS id, runCount, succeeded, medianCost, medianDurationMs`,
);

const row = z
  .object({
    id: z.string(),
    runCount: z.number(),
    succeeded: z.number(),
    medianCost: z.number().nullable(),
    medianDurationMs: z.number().nullable(),
  })
  .transform(({ succeeded, medianCost, ...figures }): AgentStatistics => ({
    ...figures,
    successRate: figures.runCount === 0 ? null : succeeded / figures.runCount,
    // The middle of two whole amounts may lie between them; money is counted in whole nano-dollars.
    medianCost: medianCost === null ? null : Math.round(medianCost),
  }));

/** Computes figures from the record of executions. */
export class StatisticsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of the agents that the viewer sees; the others are left out. */
  ofAgents(viewer: Viewer, ids: readonly string[], since: string): Promise<readonly AgentStatistics[]> {
    const parameters = {
      ids,
      since,
      principals: principalsOf(viewer),
      seesAll: viewer.permissions.includes('agent:manage'),
    };
    return this.#database.tenant(viewer.tenantId).read(STATISTICS, parameters, row);
  }
}
