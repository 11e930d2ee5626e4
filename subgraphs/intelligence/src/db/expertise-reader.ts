import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import type { PersonRecord } from '../expertise.ts';
import { sightOf, visible } from './visible.ts';

/** People looked at for one topic. */
const MOST_PEOPLE = 500;

// What a person has made public: topics of the profile, and published agents that the viewer sees. Who uses what is not read.
// The consent is read with every answer: whoever takes it back is named no more from then on.
const RECORD = `OPTIONAL MATCH (user)-[:CREATED]->(agent:Agent {tenantId: $tenantId})
   WHERE agent.status = 'PUBLISHED' AND ${visible('agent')}
   OPTIONAL MATCH (facts:AgentStatistics {tenantId: $tenantId, agentId: agent.id})
   WITH user, agent, facts ORDER BY agent.id
   RETURN user.id AS userId, user.name AS name, coalesce(user.expertise, []) AS expertise,
     collect(agent {.name, .useCase, tags: coalesce(agent.tags, []), medianCost: facts.medianCost,
       outcome: {runs: coalesce(facts.runCount, 0), succeeded: coalesce(facts.succeeded, 0)}}) AS made`;

const OF_PEOPLE = tenantStatement(
  'intelligence.expertise-of-people',
  `UNWIND $ids AS userId MATCH (user:User {tenantId: $tenantId, id: userId})
   WHERE user.namedInEvidence OR user.id = $viewerId ${RECORD}`,
);
const ABOUT = tenantStatement(
  'intelligence.people-of-topic',
  `CALL () {
     MATCH (user:User {tenantId: $tenantId}) WHERE any(stated IN user.expertise WHERE toLower(stated) CONTAINS $topic)
     RETURN user
     UNION
     MATCH (agent:Agent {tenantId: $tenantId}) WHERE agent.status = 'PUBLISHED' AND ${visible('agent')}
       AND toLower(reduce(text = agent.name + ' ' + coalesce(agent.useCase, ''), tag IN coalesce(agent.tags, []) | text + ' ' + tag)) CONTAINS $topic
     MATCH (agent)<-[:CREATED]-(user:User {tenantId: $tenantId})
     RETURN user
   }
   WITH user WHERE user.namedInEvidence AND coalesce(user.status, 'ACTIVE') <> 'DEACTIVATED'
   WITH user ORDER BY user.id LIMIT $limit
   ${RECORD}`,
);

const person: z.ZodType<PersonRecord> = z.object({
  userId: z.string(),
  name: z.string(),
  expertise: z.array(z.string()),
  made: z.array(
    z.object({
      name: z.string(),
      useCase: z
        .string()
        .nullish()
        .transform((text) => text ?? null),
      tags: z.array(z.string()),
      outcome: z.object({ runs: z.number(), succeeded: z.number() }),
      medianCost: z
        .number()
        .nullable()
        .transform((cost) => (cost === null ? null : Math.round(cost))),
    }),
  ),
});

/** Reads what people have made public about what they know. */
export class ExpertiseReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of those who agreed to be named, and of the viewer. */
  ofPeople(viewer: Viewer, ids: readonly string[]): Promise<readonly PersonRecord[]> {
    const parameters = { ids, viewerId: viewer.userId, ...sightOf(viewer) };
    return this.#database.tenant(viewer.tenantId).read(OF_PEOPLE, parameters, person);
  }

  /** Active people who state the topic or made an agent for it, and agreed to be named. */
  aboutTopic(viewer: Viewer, topic: string): Promise<readonly PersonRecord[]> {
    const parameters = { topic: topic.trim().toLowerCase(), limit: MOST_PEOPLE, ...sightOf(viewer) };
    return this.#database.tenant(viewer.tenantId).read(ABOUT, parameters, person);
  }
}
