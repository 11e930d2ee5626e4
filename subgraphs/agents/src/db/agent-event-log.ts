import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AgentEventRecord } from '../agent/agent-event.ts';
import { AgentStatus } from '../agent/agent.ts';

const SINCE = tenantStatement(
  'agents.agent-events-since',
  `MATCH (event:AgentEvent {tenantId: $tenantId, agentId: $agentId}) WHERE event.seq > $after
   RETURN event.seq AS seq, event.at AS at, event.name AS name, event.data AS data ORDER BY event.seq LIMIT $limit`,
);

/** Events of one read; a longer replay takes several. */
const PAGE = 200;

const data = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('draft-change'),
    revision: z.number(),
    operations: z.array(z.unknown()),
    changedById: z.string(),
    valid: z.boolean(),
  }),
  z.object({
    name: z.literal('agent-publish'),
    versionId: z.string(),
    number: z.number(),
    publishedById: z.string(),
    rolledBack: z.boolean(),
  }),
  z.object({ name: z.literal('agent-status-change'), status: z.enum(AgentStatus) }),
]);

/** A message of the live bus: an event as it was committed, or the end of the agent. */
export const agentMessage = z.union([
  z.object({ seq: z.number(), at: z.string(), event: data }),
  z.object({ deleted: z.literal(true) }),
]);

const row = z
  .object({ seq: z.number(), at: z.string(), name: z.string(), data: z.string() })
  .transform(({ seq, at, name, data: text }) => ({ seq, at, event: data.parse({ ...JSON.parse(text), name }) }));

/** The kept events of agents, by `seq`. */
export class AgentEventLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The next events after `after`, oldest first; none = that was all. */
  since(tenantId: string, agentId: string, after: number): Promise<readonly AgentEventRecord[]> {
    return this.#database.tenant(tenantId).read(SINCE, { agentId, after, limit: PAGE }, row);
  }
}
