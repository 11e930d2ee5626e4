import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import type { AgentStatistics } from '../agent-statistics.ts';
import { sightOf, visible } from './visible.ts';

// Figures of an agent are for those who see the agent: its audience is asked here, since a run may lead to an agent that its reader sees no more.
const STATISTICS = tenantStatement(
  'intelligence.statistics-of-agents',
  `UNWIND $ids AS agentId
   MATCH (agent:Agent {tenantId: $tenantId, id: agentId})
   WHERE ${visible('agent')}
   OPTIONAL MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: agentId})
   RETURN agentId AS id, coalesce(facts.runCount, 0) AS runCount, coalesce(facts.succeeded, 0) AS succeeded,
     facts.medianCost AS medianCost, facts.medianDurationMs AS medianDurationMs`,
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

/** Reads the figures that were derived from the runs: what it costs does not depend on how many runs there are. */
export class StatisticsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of the agents that the viewer sees; the others are left out. */
  ofAgents(viewer: Viewer, ids: readonly string[]): Promise<readonly AgentStatistics[]> {
    return this.#database.tenant(viewer.tenantId).read(STATISTICS, { ids, ...sightOf(viewer) }, row);
  }
}
