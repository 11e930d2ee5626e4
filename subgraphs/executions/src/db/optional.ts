import type { z } from 'zod';

/** Neo4j leaves out properties that are null. */
export const optional = <Value extends z.ZodType>(value: Value) => value.nullish().transform((given) => given ?? null);
