import { type Database, FloatValue, tenantStatement } from '@aether/common/graph';
import type { IdSource } from '@aether/schema';
import { z } from 'zod';
import { type MinedPattern, type PatternSource, patternSummary } from '../success-pattern.ts';

// Patterns are for everybody in the tenant, so only what everybody sees goes into them.
const SOURCES = tenantStatement(
  'intelligence.pattern-sources',
  `MATCH (agent:Agent {tenantId: $tenantId})
   WHERE agent.status = 'PUBLISHED' AND $tenantId IN agent.audience AND trim(agent.useCase) <> ''
   MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: agent.id}) WHERE facts.runCount > 0
   RETURN agent.id AS agentId, agent.useCase AS useCase, facts.medianCost AS medianCost,
     {runs: facts.runCount, succeeded: facts.succeeded} AS outcome,
     [(agent)-[edge:USES_TOOL|SEARCHES_NOTEBOOK|CONFIGURED_FOR]->(part) WHERE part.audience IS NULL OR $tenantId IN part.audience |
       {id: part.id, name: part.name,
        kind: CASE type(edge) WHEN 'USES_TOOL' THEN 'tool' WHEN 'SEARCHES_NOTEBOOK' THEN 'notebook' ELSE 'model' END}] AS parts
   ORDER BY agentId`,
);
const KEEP = tenantStatement(
  'intelligence.keep-patterns',
  `UNWIND $patterns AS row
   MERGE (pattern:SuccessPattern {tenantId: $tenantId, useCase: row.useCase, key: row.key})
   ON CREATE SET pattern.id = row.id
   SET pattern.summary = row.summary, pattern.modelIds = row.modelIds, pattern.agents = row.agents, pattern.runs = row.runs,
     pattern.succeeded = row.succeeded, pattern.lift = row.lift, pattern.confidence = row.confidence,
     pattern.medianCost = row.medianCost, pattern.updatedAt = $at
   WITH pattern, row
   OPTIONAL MATCH (pattern)-[old:INVOLVES_TOOL|USES_KNOWLEDGE]->() DELETE old
   WITH DISTINCT pattern, row
   CALL (pattern, row) {
     UNWIND row.toolIds AS toolId MATCH (tool:Tool {tenantId: $tenantId, id: toolId}) MERGE (pattern)-[:INVOLVES_TOOL]->(tool)
   }
   CALL (pattern, row) {
     UNWIND row.notebookIds AS notebookId MATCH (notebook:Notebook {tenantId: $tenantId, id: notebookId})
     MERGE (pattern)-[:USES_KNOWLEDGE]->(notebook)
   }
   RETURN pattern.id AS id`,
);
const FORGET = tenantStatement(
  'intelligence.forget-patterns',
  `MATCH (pattern:SuccessPattern {tenantId: $tenantId}) WHERE NOT [pattern.useCase, pattern.key] IN $kept
   DETACH DELETE pattern RETURN count(*) AS count`,
);
const FIELDS = `RETURN pattern {.id, .useCase, .summary, .agents, .runs, .succeeded, .lift, .confidence, .medianCost, .updatedAt, .modelIds,
     toolIds: [(pattern)-[:INVOLVES_TOOL]->(tool) | tool.id], notebookIds: [(pattern)-[:USES_KNOWLEDGE]->(notebook) | notebook.id]} AS pattern`;
const LIST = tenantStatement(
  'intelligence.success-patterns',
  `MATCH (pattern:SuccessPattern {tenantId: $tenantId})
   WHERE $useCase IS NULL OR toLower(pattern.useCase) CONTAINS toLower($useCase)
   WITH pattern ORDER BY pattern.lift DESC, pattern.runs DESC, pattern.id LIMIT $first
   ${FIELDS}`,
);
const BY_ID = tenantStatement(
  'intelligence.patterns-by-id',
  `UNWIND $ids AS id MATCH (pattern:SuccessPattern {tenantId: $tenantId, id: id}) ${FIELDS}`,
);

const cost = z
  .number()
  .nullable()
  .transform((value) => (value === null ? null : Math.round(value)));
const source: z.ZodType<PatternSource> = z.object({
  agentId: z.string(),
  useCase: z.string(),
  medianCost: cost,
  outcome: z.object({ runs: z.number(), succeeded: z.number() }),
  parts: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(['tool', 'notebook', 'model']) })),
});
const stored = z.object({
  pattern: z
    .object({
      id: z.string(),
      useCase: z.string(),
      summary: z.string(),
      agents: z.number(),
      runs: z.number(),
      succeeded: z.number(),
      lift: z.number(),
      confidence: z.number(),
      medianCost: z
        .number()
        .nullish()
        .transform((value) => value ?? null),
      updatedAt: z.string(),
      toolIds: z.array(z.string()),
      notebookIds: z.array(z.string()),
      modelIds: z.array(z.string()),
    })
    .transform(({ runs, succeeded, ...pattern }) => ({ ...pattern, outcome: { runs, succeeded } })),
});

export type StoredPattern = Readonly<z.infer<typeof stored>['pattern']>;

const idsOf = ({ parts }: MinedPattern, kind: string) => parts.filter((part) => part.kind === kind).map(({ id }) => id);

/** Success patterns of tenants: computed anew as a whole, so that what holds no longer is gone. */
export class PatternStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  sources(tenantId: string): Promise<readonly PatternSource[]> {
    return this.#database.tenant(tenantId).read(SOURCES, {}, source);
  }

  /** A pattern that was there keeps its id. */
  async replace(
    tenantId: string,
    patterns: readonly MinedPattern[],
    made: { readonly ids: IdSource; readonly at: string },
  ): Promise<void> {
    const rows = patterns.map((pattern) => ({
      id: made.ids('pat'),
      useCase: pattern.useCase,
      key: pattern.key,
      summary: patternSummary(pattern.parts),
      agents: pattern.agents,
      ...pattern.outcome,
      lift: new FloatValue(pattern.lift),
      confidence: new FloatValue(pattern.confidence),
      medianCost: pattern.medianCost,
      toolIds: idsOf(pattern, 'tool'),
      notebookIds: idsOf(pattern, 'notebook'),
      modelIds: idsOf(pattern, 'model'),
    }));
    await this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(KEEP, { patterns: rows, at: made.at }, z.unknown());
      await transaction.run(FORGET, { kept: rows.map(({ useCase, key }) => [useCase, key]) }, z.unknown());
    });
  }

  async list(
    tenantId: string,
    conditions: { readonly useCase: string | null; readonly first: number },
  ): Promise<readonly StoredPattern[]> {
    const rows = await this.#database.tenant(tenantId).read(LIST, conditions, stored);
    return rows.map(({ pattern }) => pattern);
  }

  async byId(tenantId: string, ids: readonly string[]): Promise<readonly StoredPattern[]> {
    const rows = await this.#database.tenant(tenantId).read(BY_ID, { ids }, stored);
    return rows.map(({ pattern }) => pattern);
  }
}
