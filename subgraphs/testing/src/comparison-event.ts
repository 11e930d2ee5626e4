import { COMPARISON_EVENTS, type ComparisonEventName, type JsonObject, type JsonValue } from '@aether/schema';
import { z } from 'zod';

/** An event before it has its number. `data` is JSON, the fields of its GraphQL type. */
export interface NewComparisonEvent {
  readonly name: ComparisonEventName;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `seq` null = volatile, never replayed. */
export interface ComparisonEventRecord extends NewComparisonEvent {
  readonly seq: number | null;
}

const name = z.custom<ComparisonEventName>(
  (value) => typeof value === 'string' && Object.hasOwn(COMPARISON_EVENTS, value),
);

export const comparisonEventSchema: z.ZodType<ComparisonEventRecord> = z.object({
  seq: z.number().nullable(),
  name,
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** Events of one comparison on the live bus, after their commit, and volatile ones. */
export function comparisonChannel(tenantId: string, comparisonId: string): string {
  return `comparison:${tenantId}:${comparisonId}`;
}

/** As it travels on the live bus. */
export function toMessage({ seq, name: kind, at, data }: ComparisonEventRecord): JsonValue {
  const json: JsonObject = JSON.parse(JSON.stringify(data));
  return { seq, name: kind, at, data: json };
}
