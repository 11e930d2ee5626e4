import { z } from 'zod';

/** A property that may be absent: Neo4j keeps no nulls. */
export function optional<Value>(schema: z.ZodType<Value>) {
  return schema.nullish().transform((value) => value ?? null);
}

/** Answer of statements that only tell how many nodes they met. */
export const countRow = z.object({ count: z.number() });
