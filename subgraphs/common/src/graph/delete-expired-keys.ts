import { z } from 'zod';
import type { Database } from './database.ts';
import { systemStatement } from './statement.ts';

const DELETE_EXPIRED = systemStatement(
  'common.delete-expired-idempotency-keys',
  'A key past its time means nothing to any tenant, and one lane removes those of all.',
  `MATCH (k:IdempotencyKey) WHERE k.expiresAtMs <= $nowMs
   WITH k LIMIT $limit DELETE k RETURN count(*) AS deleted`,
);

/** Removes idempotency keys past their time, at most `limit`. Answers how many. */
export async function deleteExpiredKeys(database: Database, nowMs: number, limit: number): Promise<number> {
  const [answer] = await database.write(DELETE_EXPIRED, { nowMs, limit }, z.object({ deleted: z.number() }));
  return answer?.deleted ?? 0;
}
