import type { AnswerQuarantine } from '@aether/runtime';
import { z } from 'zod';

const MAXIMUM_FINDINGS = 20;

const quarantineSchema = z.object({
  verdict: z.enum(['MARKED', 'BLOCKED']),
  findings: z
    .array(
      z.object({
        rule: z.string(),
        hidden: z.boolean(),
        path: z.string(),
        offset: z.number(),
        excerpt: z.string().default(''),
      }),
    )
    .transform((findings) => findings.slice(0, MAXIMUM_FINDINGS)),
  evidence: z.string().nullable().default(null),
  marks: z.object({ begin: z.string(), end: z.string() }).nullable().default(null),
});

/** What the gateway did with an answer, as it says beside it; null = nothing. */
export function toAnswerQuarantine(said: unknown): AnswerQuarantine | null {
  return said === undefined ? null : quarantineSchema.parse(said);
}
