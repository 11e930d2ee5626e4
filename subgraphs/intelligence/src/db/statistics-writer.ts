import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import { pauseMs } from '../agent-statistics.ts';
import type { ClaimedAgent } from './due-agents.ts';

// Reads labels of agents and executions, which only this package may, and writes none of them.
// Everything is computed from the runs themselves, never counted up: an event that comes twice, late or not at all changes nothing,
// and a deleted run is gone from every figure the next time.
const ENDED_RUNS = `MATCH (run:Execution {tenantId: $tenantId, agentId: $agentId})
   WHERE run.createdAt >= $since AND run.status IN ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT']`;

const FIGURES = tenantStatement(
  'intelligence.compute-statistics',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   OPTIONAL ${ENDED_RUNS}
   WITH agent, count(run) AS runCount,
     count(CASE WHEN run.status = 'SUCCEEDED' THEN 1 END) AS succeeded,
     percentileCont(CASE WHEN run.unpriced THEN null ELSE run.spent END, 0.5) AS medianCost,
     percentileCont(run.durationMs, 0.5) AS medianDurationMs
   MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: $agentId})
   SET facts.runCount = runCount, facts.succeeded = succeeded, facts.medianCost = medianCost,
     facts.medianDurationMs = medianDurationMs, facts.computedAtMs = datetime.realtime().epochMillis
   RETURN runCount, facts.computedAtMs AS computedAtMs`,
);
const USES = tenantStatement(
  'intelligence.compute-uses',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   ${ENDED_RUNS} AND run.startedById IS NOT NULL
   WITH agent, run.startedById AS userId, count(run) AS runs, max(run.createdAt) AS lastUsed, avg(run.satisfaction) AS satisfaction,
     count(CASE WHEN run.status = 'SUCCEEDED' THEN 1 END) AS succeeded
   MATCH (user:User {tenantId: $tenantId, id: userId})
   MERGE (user)-[uses:USES]->(agent)
   SET uses.frequency = runs, uses.succeeded = succeeded, uses.lastUsed = lastUsed, uses.satisfaction = satisfaction, uses.computedAtMs = $computedAtMs
   WITH agent, user, runs, succeeded WHERE succeeded > 0
   MERGE (agent)-[proof:SUCCEEDED_FOR]->(user)
   SET proof.useCase = agent.useCase, proof.successRate = toFloat(succeeded) / runs, proof.evidence = runs,
     proof.computedAtMs = $computedAtMs
   RETURN count(*) AS count`,
);
/** Edges that the computation did not meet: their runs were deleted, are too old, or succeed no more. */
const FORGET = tenantStatement(
  'intelligence.forget-uses',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})-[old:USES|SUCCEEDED_FOR]-(user:User {tenantId: $tenantId})
   WHERE old.computedAtMs < $computedAtMs DELETE old RETURN count(*) AS count`,
);
// An event that came while the figures were computed has moved the due time; it stays.
const SETTLE = tenantStatement(
  'intelligence.settle-statistics',
  `MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: $agentId})
   WHERE facts.dueAtMs = $leaseMs SET facts.dueAtMs = $computedAtMs + $pauseMs RETURN count(*) AS count`,
);
const REMOVE = tenantStatement(
  'intelligence.remove-statistics',
  `MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: $agentId})
   WHERE NOT EXISTS { MATCH (agent:Agent {tenantId: $tenantId, id: $agentId}) }
   DETACH DELETE facts RETURN count(*) AS count`,
);

const figures = z.object({ runCount: z.number(), computedAtMs: z.number() });
const counted = z.object({ count: z.number() });

/** Derives the facts that this service owns from the record of executions. */
export class StatisticsWriter {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Computes all facts about one agent; those of an agent that is no more are removed. Safe to repeat. */
  async compute({ tenantId, agentId, leaseMs }: ClaimedAgent, since: string): Promise<void> {
    await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [computed] = await transaction.run(FIGURES, { agentId, since }, figures);
      if (computed === undefined) {
        await transaction.run(REMOVE, { agentId }, counted);
        return;
      }
      const { runCount, computedAtMs } = computed;
      await transaction.run(USES, { agentId, since, computedAtMs }, counted);
      await transaction.run(FORGET, { agentId, computedAtMs }, counted);
      await transaction.run(SETTLE, { agentId, leaseMs, computedAtMs, pauseMs: pauseMs(runCount) }, counted);
    });
  }
}
