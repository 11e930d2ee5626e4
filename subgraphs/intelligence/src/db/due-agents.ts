import { type Database, batchStatement, systemStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AgentKey } from '../agent-statistics.ts';

const REASON = 'Figures are computed for the agents of all tenants, each from the runs of its own tenant.';
/** Who computes an agent's figures has this long; afterwards another process takes them over. */
const LEASE_MS = 60_000;
/** Events of one agent within this time are answered together; a much used agent waits a millisecond longer for each of its runs. */
const GATHER_MS = 1_000;

const MARK = batchStatement(
  'intelligence.mark-agents-due',
  `WITH datetime.realtime().epochMillis AS now
   UNWIND $rows AS row
   MERGE (facts:AgentStatistics {tenantId: row.tenantId, agentId: row.agentId})
   ON CREATE SET facts.dueAtMs = now
   WITH facts, now, coalesce(facts.computedAtMs + $gatherMs + facts.runCount, 0) AS rested
   WITH facts, CASE WHEN rested > now THEN rested ELSE now END AS soon
   SET facts.dueAtMs = CASE WHEN facts.dueAtMs < soon THEN facts.dueAtMs ELSE soon END
   RETURN count(*) AS count`,
);
// The events of agents that were there before this service are long pruned.
const DISCOVER = systemStatement(
  'intelligence.discover-agents',
  REASON,
  `MATCH (agent:Agent)
   WHERE NOT EXISTS { MATCH (known:AgentStatistics {tenantId: agent.tenantId, agentId: agent.id}) }
   MERGE (facts:AgentStatistics {tenantId: agent.tenantId, agentId: agent.id}) ON CREATE SET facts.dueAtMs = 0
   RETURN count(*) AS count`,
);
// The lease is the due time moved on: a process that dies over it loses nothing, and no event has to be kept for it.
const CLAIM = systemStatement(
  'intelligence.claim-due-agents',
  REASON,
  `WITH datetime.realtime().epochMillis AS now
   MATCH (facts:AgentStatistics) WHERE facts.dueAtMs <= now
   WITH facts, now ORDER BY facts.dueAtMs LIMIT $limit
   SET facts.dueAtMs = now + $leaseMs
   RETURN facts.tenantId AS tenantId, facts.agentId AS agentId, facts.dueAtMs AS leaseMs`,
);
const NEXT = systemStatement(
  'intelligence.next-due-agent',
  REASON,
  `MATCH (facts:AgentStatistics) WHERE facts.dueAtMs > 0
   RETURN facts.dueAtMs - datetime.realtime().epochMillis AS inMs ORDER BY facts.dueAtMs LIMIT 1`,
);

const counted = z.object({ count: z.number() });
const claimed = z.object({ tenantId: z.string(), agentId: z.string(), leaseMs: z.number() });

/** An agent that this process computes; `leaseMs` is the mark by which it knows whether an event came in between. */
export interface ClaimedAgent extends AgentKey {
  readonly leaseMs: number;
}

/** Which agents' figures are to be computed, and when: a mark in the record, so that no stop and no crash loses it. */
export class DueAgents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Something happened to these agents or their runs. Safe to repeat. */
  async mark(rows: readonly AgentKey[]): Promise<void> {
    if (rows.length > 0) await this.#database.write(MARK, { rows, gatherMs: GATHER_MS }, counted);
  }

  /** Agents without figures are due at once. @returns how many that were */
  async discover(): Promise<number> {
    const [row] = await this.#database.write(DISCOVER, {}, counted);
    return row?.count ?? 0;
  }

  claim(limit: number): Promise<readonly ClaimedAgent[]> {
    return this.#database.write(CLAIM, { limit, leaseMs: LEASE_MS }, claimed);
  }

  /** Milliseconds until the next is due; null = none ever. */
  async nextInMs(): Promise<number | null> {
    const [row] = await this.#database.read(NEXT, {}, z.object({ inMs: z.number() }));
    return row?.inMs ?? null;
  }
}
