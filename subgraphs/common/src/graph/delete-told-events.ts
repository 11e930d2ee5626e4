import { z } from 'zod';
import type { Database } from './database.ts';
import { systemStatement } from './statement.ts';

// The index of positions gives each lane from its oldest event on; positions rise with time.
const DELETE_TOLD = systemStatement(
  'common.delete-told-outbox-events',
  'A lane has the events of all tenants, and one service removes what is past its time in all lanes.',
  `MATCH (lane:OutboxLane {tenantId: 'system'})
   CALL (lane) {
     MATCH (event:OutboxEvent) WHERE event.lane = lane.lane AND event.position > 0
     WITH event ORDER BY event.position LIMIT $limit
     WITH event WHERE event.at < $before
     DELETE event RETURN count(*) AS deleted
   }
   RETURN sum(deleted) AS deleted`,
);

/**
 * Removes events of the outbox that happened before that moment, at most `limit` of each lane; a consumer that was away for longer
 * jumps over them. Answers how many.
 */
export async function deleteToldEvents(database: Database, before: Date, limit: number): Promise<number> {
  const parameters = { before: before.toISOString(), limit };
  const [answer] = await database.write(DELETE_TOLD, parameters, z.object({ deleted: z.number() }));
  return answer?.deleted ?? 0;
}
