import { type Database, FloatValue, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import { FEWEST_PEOPLE } from '../evidence.ts';
import { type RecommendedAgent, SUCCESS_THRESHOLD } from '../recommendation.ts';
import { sightOf, visible } from './visible.ts';

// The design document's query over edges that were derived from runs: it walks from me over my department to what my peers use, and its
// cost depends on peers and agents, never on the number of runs. Order = `provenSuccess` of evidence.ts, in Cypher, so that the limit can cut here.
const RECOMMENDED = tenantStatement(
  'intelligence.recommended-agents',
  `MATCH (me:User {tenantId: $tenantId, id: $userId})-[:BELONGS_TO]->(department:Department {tenantId: $tenantId})
   OPTIONAL MATCH (me)-[:USES|CREATED]->(known:Agent {tenantId: $tenantId})
   WITH me, department, collect(known) AS known
   MATCH (department)<-[:BELONGS_TO]-(peer:User {tenantId: $tenantId})
   WHERE peer <> me AND (me.jobTitle IS NULL OR peer.jobTitle = me.jobTitle)
   MATCH (peer)-[uses:USES]->(agent:Agent {tenantId: $tenantId})
   WITH me, department, known, agent, count(peer) AS people,
     collect(CASE WHEN peer.namedInEvidence AND coalesce(peer.status, 'ACTIVE') <> 'DEACTIVATED' THEN peer.id END) AS namedIds,
     sum(uses.frequency) AS runs, sum(uses.succeeded) AS succeeded
   WHERE agent.status = 'PUBLISHED' AND NOT agent IN known AND ${visible('agent')}
     AND ($useCase IS NULL OR toLower(agent.useCase) CONTAINS toLower($useCase))
   MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: agent.id}) WHERE facts.runCount > 0
   WITH me, department, agent, people, namedIds, runs, succeeded, facts,
     toFloat(CASE WHEN people >= $fewest THEN runs ELSE facts.runCount END) AS n,
     CASE WHEN people >= $fewest THEN succeeded ELSE facts.succeeded END AS wins
   WITH *, wins / n AS rate WHERE rate > $threshold
   WITH *, (rate + 1.9208 / n - 1.96 * sqrt(rate * (1 - rate) / n + 0.9604 / (n * n))) / (1 + 3.8416 / n) AS proven
   RETURN agent.id AS agentId, agent.name AS name, department.name AS department, me.jobTitle AS jobTitle, people, namedIds,
     {runs: runs, succeeded: succeeded} AS peers, {runs: facts.runCount, succeeded: facts.succeeded} AS everybody,
     facts.medianCost AS medianCost
   ORDER BY proven DESC, agentId LIMIT $first`,
);

/** People named behind one recommendation. */
const MOST_NAMED = 5;

const outcome = z.object({ runs: z.number(), succeeded: z.number() });
const row: z.ZodType<RecommendedAgent> = z.object({
  agentId: z.string(),
  name: z.string(),
  department: z.string(),
  jobTitle: z.string().nullable(),
  people: z.number(),
  // In an order that says nothing about who uses it most.
  namedIds: z.array(z.string()).transform((ids) => ids.toSorted().slice(0, MOST_NAMED)),
  peers: outcome,
  everybody: outcome,
  medianCost: z
    .number()
    .nullable()
    .transform((cost) => (cost === null ? null : Math.round(cost))),
});

/** Finds what works for the viewer's peers. */
export class RecommendationReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Best proved first. Nothing for who belongs to no department. */
  forViewer(
    viewer: Viewer,
    { useCase, first }: { readonly useCase: string | null; readonly first: number },
  ): Promise<readonly RecommendedAgent[]> {
    return this.#database.tenant(viewer.tenantId).read(
      RECOMMENDED,
      {
        userId: viewer.userId,
        useCase,
        first,
        fewest: FEWEST_PEOPLE,
        threshold: new FloatValue(SUCCESS_THRESHOLD),
        ...sightOf(viewer),
      },
      row,
    );
  }
}
