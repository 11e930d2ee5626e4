import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

// The range on (createdAt, id) is there for the composite index, in whose order the latest are read.
const USUAL = tenantStatement(
  'executions.usual-usage',
  `MATCH (e:Execution {tenantId: $tenantId}) WHERE e.agentId = $agentId AND e.createdAt <= $end AND e.status = 'SUCCEEDED'
   WITH e ORDER BY e.tenantId DESC, e.agentId DESC, e.createdAt DESC, e.id DESC LIMIT $limit
   MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = e.id AND s.key > '' AND s.promptTokens IS NOT NULL
   WITH e, sum(s.promptTokens) AS promptTokens, sum(s.completionTokens) AS completionTokens
   WITH count(e) AS runs, percentileCont(promptTokens, 0.5) AS promptTokens,
     percentileCont(completionTokens, 0.5) AS completionTokens, percentileCont(e.durationMs, 0.5) AS durationMs
   WHERE runs > 0
   RETURN runs, promptTokens, completionTokens, durationMs`,
);

const COST = tenantStatement(
  'executions.cost-of-agent',
  `MATCH (e:Execution {tenantId: $tenantId})
   WHERE e.agentId = $agentId AND e.createdAt >= $since AND e.status IN ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT']
   RETURN count(e) AS runs, avg(CASE WHEN e.unpriced THEN null ELSE e.spent END) AS meanCost`,
);

const costRow = z.object({ runs: z.number(), meanCost: z.number().nullable() });
const row = z.object({
  runs: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  durationMs: z.number(),
});

/** Sorts after every instant. */
const END = '\uFFFF';

/** What runs of agents take. */
export class UsageReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Medians over the latest successful runs that asked a model; null without any. */
  async usual(tenantId: string, agentId: string, limit: number): Promise<z.infer<typeof row> | null> {
    const rows = await this.#database.tenant(tenantId).read(USUAL, { agentId, limit, end: END }, row);
    return rows[0] ?? null;
  }

  /** Sum over the ended runs, each without a known cost taken for the mean of the others; null = none is known. */
  async costSince(tenantId: string, agentId: string, since: string): Promise<number | null> {
    const [found] = await this.#database.tenant(tenantId).read(COST, { agentId, since }, costRow);
    if (found === undefined || found.meanCost === null) return null;
    return Math.round(found.meanCost * found.runs);
  }
}
