import { type Database, batchStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

// An event may come twice, and out of order between lanes: ids are kept, not a count, and only as many as somebody asks for.
const RECORD = batchStatement(
  'agents.record-uses',
  `UNWIND $rows AS row
   MERGE (use:AgentUse {tenantId: row.tenantId, agentId: row.agentId, actorId: row.actorId})
   ON CREATE SET use.executionIds = []
   SET use.executionIds = CASE
     WHEN row.executionId IN use.executionIds OR size(use.executionIds) >= $kept THEN use.executionIds
     ELSE use.executionIds + row.executionId END,
     use.lastEndedAt = CASE WHEN use.lastEndedAt > row.at THEN use.lastEndedAt ELSE row.at END
   RETURN size(use.executionIds) AS finished`,
);
const FINISHED = tenantStatement(
  'agents.uses-of-a-person',
  `UNWIND $agentIds AS agentId
   MATCH (use:AgentUse {tenantId: $tenantId, agentId: agentId, actorId: $actorId})
   RETURN use.agentId AS agentId, size(use.executionIds) AS finished`,
);

export interface FinishedRun {
  readonly tenantId: string;
  readonly agentId: string;
  readonly actorId: string;
  readonly executionId: string;
  readonly at: string;
}

/** How often somebody ran an agent to its end, counted as far as a rating asks. */
export class AgentUses {
  readonly #database: Database;
  readonly #kept: number;

  /** @param kept runs of one person with one agent that are counted */
  constructor(database: Database, kept: number) {
    this.#database = database;
    this.#kept = kept;
  }

  async record(runs: readonly FinishedRun[]): Promise<void> {
    if (runs.length === 0) return;
    await this.#database.write(RECORD, { rows: runs, kept: this.#kept }, z.object({ finished: z.number() }));
  }

  /** By agent; an agent that was never used is absent. */
  async finishedBy(
    tenantId: string,
    actorId: string,
    agentIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const row = z.object({ agentId: z.string(), finished: z.number() });
    const rows = await this.#database.tenant(tenantId).read(FINISHED, { actorId, agentIds }, row);
    return new Map(rows.map(({ agentId, finished }) => [agentId, finished]));
  }
}
