import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

/** By what the ledger itself can tell entries apart. */
export type LedgerGroup = 'AGENT' | 'USER' | 'API_KEY' | 'MODEL' | 'ORIGIN' | 'DAY';

export interface LedgerFilter {
  /** ISO instants; `until` is not in it. */
  readonly since: string;
  readonly until: string;
  readonly agentId: string | null;
  readonly userId: string | null;
  readonly modelId: string | null;
  readonly apiKeyId: string | null;
}

const ENTRIES = `MATCH (u:UsageEntry {tenantId: $tenantId})
   WHERE u.at >= $since AND u.at < $until AND ($agentId IS NULL OR u.agentId = $agentId)
     AND ($userId IS NULL OR u.startedById = $userId) AND ($modelId IS NULL OR u.modelId = $modelId)
     AND ($apiKeyId IS NULL OR u.apiKeyId = $apiKeyId)`;
const SUMS = `count(u) AS modelCalls, sum(u.promptTokens) AS promptTokens, sum(u.completionTokens) AS completionTokens,
     sum(u.cachedTokens) AS cachedTokens, sum(coalesce(u.cost, 0)) AS cost,
     sum(CASE WHEN u.unpriced THEN 1 ELSE 0 END) AS unpricedCalls,
     sum(CASE WHEN u.ownKey THEN coalesce(u.cost, 0) ELSE 0 END) AS ownKeyCost`;
const ORDER = 'ORDER BY cost DESC, key LIMIT 10000';

// Null stays a group of its own: calls outside of runs have no agent, calls without an API key no key.
const BY_PROPERTY = tenantStatement(
  'executions.usage-by-property',
  `${ENTRIES}
   WITH CASE $group WHEN 'AGENT' THEN u.agentId WHEN 'USER' THEN u.startedById WHEN 'API_KEY' THEN u.apiKeyId
     WHEN 'MODEL' THEN coalesce(u.modelId, u.model) ELSE substring(u.at, 0, 10) END AS key, u
   RETURN key, max(u.model) AS model, count(DISTINCT u.executionId) AS executions, ${SUMS} ${ORDER}`,
);

/** The run knows where it came from, and is asked once for all its entries. */
const BY_ORIGIN = tenantStatement(
  'executions.usage-by-origin',
  `${ENTRIES}
   WITH u.executionId AS executionId, ${SUMS}
   OPTIONAL MATCH (e:Execution {tenantId: $tenantId, id: executionId})
   WITH CASE WHEN executionId IS NULL THEN 'DIRECT' ELSE e.origin END AS key, executionId, modelCalls, promptTokens,
     completionTokens, cachedTokens, cost, unpricedCalls, ownKeyCost
   RETURN key, null AS model, count(executionId) AS executions, sum(modelCalls) AS modelCalls, sum(promptTokens) AS promptTokens,
     sum(completionTokens) AS completionTokens, sum(cachedTokens) AS cachedTokens, sum(cost) AS cost,
     sum(unpricedCalls) AS unpricedCalls, sum(ownKeyCost) AS ownKeyCost ${ORDER}`,
);

const row = z.object({
  key: z.string().nullable(),
  model: z.string().nullable(),
  executions: z.number(),
  modelCalls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cachedTokens: z.number(),
  cost: z.number(),
  unpricedCalls: z.number(),
  ownKeyCost: z.number(),
});

/** Sums over entries of the ledger that have one thing in common. */
export type LedgerSum = Readonly<z.infer<typeof row>>;

/** What models were paid for, in runs and outside of them. */
export class UsageLedger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The dearest first. */
  sums(tenantId: string, group: LedgerGroup, filter: LedgerFilter): Promise<readonly LedgerSum[]> {
    const database = this.#database.tenant(tenantId);
    if (group === 'ORIGIN') return database.read(BY_ORIGIN, { ...filter }, row);
    return database.read(BY_PROPERTY, { ...filter, group }, row);
  }
}
