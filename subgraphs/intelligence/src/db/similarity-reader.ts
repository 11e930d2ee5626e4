import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import type { ComparedAgent, SimilarAgent } from '../similarity.ts';
import { sightOf, visible } from './visible.ts';

/** Candidates compared for one agent. A part that everybody uses says little, and reading all who use it would say no more. */
const MOST_CANDIDATES = 500;

// Only parts that the viewer sees count, so that neither name nor score tells of others.
const partsOf = (variable: string) =>
  `[(${variable})-[edge:USES_TOOL|SEARCHES_NOTEBOOK|CONFIGURED_FOR]->(part) WHERE part.audience IS NULL OR ${visible('part')} |
     {id: part.id, name: part.name, edge: type(edge)}]`;
// A shared model makes no candidate: most agents share one. It counts among candidates.
const CANDIDATES = tenantStatement(
  'intelligence.similar-agents',
  `UNWIND $ids AS agentId
   MATCH (agent:Agent {tenantId: $tenantId, id: agentId}) WHERE ${visible('agent')}
   CALL (agent) {
     CALL (agent) {
       MATCH (agent)-[:USES_TOOL|SEARCHES_NOTEBOOK]->(part)<-[:USES_TOOL|SEARCHES_NOTEBOOK]-(other:Agent {tenantId: $tenantId})
       WHERE part.audience IS NULL OR ${visible('part')}
       RETURN other
       UNION
       MATCH (other:Agent {tenantId: $tenantId}) WHERE toLower(trim(other.useCase)) = toLower(trim(agent.useCase))
       RETURN other
     }
     WITH agent, other WHERE other <> agent AND other.status = 'PUBLISHED' AND ${visible('other')}
     OPTIONAL MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: other.id})
     WITH other, facts ORDER BY coalesce(facts.runCount, 0) DESC, other.id LIMIT $limit
     RETURN collect({agentId: other.id, name: other.name, useCase: other.useCase, parts: ${partsOf('other')},
       medianCost: facts.medianCost, outcome: {runs: coalesce(facts.runCount, 0), succeeded: coalesce(facts.succeeded, 0)}}) AS others
   }
   RETURN {agentId: agent.id, name: agent.name, useCase: agent.useCase, parts: ${partsOf('agent')}} AS agent, others`,
);

const compared = z.object({
  agentId: z.string(),
  name: z.string(),
  useCase: z.string().nullable(),
  parts: z.array(z.object({ id: z.string(), name: z.string(), edge: z.string() })),
});
const row = z.object({
  agent: compared,
  others: z.array(
    compared.extend({
      outcome: z.object({ runs: z.number(), succeeded: z.number() }),
      medianCost: z
        .number()
        .nullable()
        .transform((cost) => (cost === null ? null : Math.round(cost))),
    }),
  ),
});

export interface Candidates {
  readonly agent: ComparedAgent;
  readonly others: readonly SimilarAgent[];
}

/** Finds agents that share a tool, a notebook or the use case. */
export class SimilarityReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** For the agents that the viewer sees, among those that the viewer sees; the others are left out. */
  candidates(viewer: Viewer, ids: readonly string[]): Promise<readonly Candidates[]> {
    return this.#database
      .tenant(viewer.tenantId)
      .read(CANDIDATES, { ids, limit: MOST_CANDIDATES, ...sightOf(viewer) }, row);
  }
}
