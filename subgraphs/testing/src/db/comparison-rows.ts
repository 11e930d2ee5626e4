import { viewerSchema } from '@aether/common/security';
import { z } from 'zod';
import { CheckKind } from '../check.ts';
import { CellStatus, type CellRecord, type ComparisonRecord, ComparisonStatus } from '../comparison.ts';
import type { ComparisonEventRecord } from '../comparison-event.ts';
import { comparisonEventSchema } from '../comparison-event.ts';

/** Neo4j keeps no null: the property is absent. */
const optional = <Value extends z.ZodType>(value: Value) => value.nullish().transform((given) => given ?? null);
/** What has members of its own is kept as the text of its JSON. */
const json = <Value extends z.ZodType>(value: Value) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(value);

const model = z.object({
  id: z.string(),
  slug: z.string(),
  inputPricePerMillion: z.number().nullable(),
  outputPricePerMillion: z.number().nullable(),
  builtIn: z.boolean(),
});
const named = z.array(z.object({ slug: z.string(), id: z.string() }));
const variant = z.object({
  id: z.string(),
  label: z.string(),
  model,
  parameters: z.record(z.string(), z.unknown()).nullable(),
  instructionsOverride: z.string().nullable(),
  baseline: z.boolean(),
});
const check = z.object({
  id: z.string(),
  kind: z.enum(CheckKind),
  configuration: z.record(z.string(), z.unknown()),
  weight: z.number(),
});
const comparisonCase = z.object({
  id: z.string(),
  name: z.string(),
  input: z.unknown(),
  checks: z.array(check),
  createdAt: z.string(),
});
const recommendation = z.object({
  variantId: z.string().nullable(),
  reason: z.string(),
  confidence: z.number(),
  enoughEvidence: z.boolean(),
  missingCases: z.number().nullable(),
});

const comparison: z.ZodType<ComparisonRecord> = z.object({
  id: z.string(),
  agentId: z.string(),
  agentSlug: z.string(),
  draftRevision: z.number(),
  name: optional(z.string()),
  status: z.enum(ComparisonStatus),
  pinned: json(z.object({ spec: z.unknown(), notebooks: named, models: named, tools: z.array(z.unknown()) })),
  variants: json(z.array(variant)),
  cases: json(z.array(comparisonCase)),
  judge: optional(json(z.object({ model, instructions: z.string() }))),
  blind: z.boolean(),
  mockTools: z.boolean(),
  budget: z.number(),
  spent: z.number(),
  unpriced: z.boolean(),
  recommendation: optional(json(recommendation)),
  startedById: z.string(),
  createdAt: z.string(),
  endedAt: optional(z.string()),
  lastSeq: z.number(),
});

const cell: z.ZodType<CellRecord> = z.object({
  id: z.string(),
  comparisonId: z.string(),
  variantId: z.string(),
  caseId: z.string(),
  position: z.number(),
  status: z.enum(CellStatus),
  round: z.number(),
  executionId: optional(z.string()),
  score: optional(z.number()),
  passed: optional(z.boolean()),
  reasoning: optional(z.string()),
  durationMs: optional(z.number()),
  firstTokenMs: optional(z.number()),
  cost: optional(z.number()),
  unpriced: z.boolean(),
  totalTokens: optional(z.number()),
  reserved: z.number(),
  votes: json(z.record(z.string(), z.object({ vote: z.number(), note: z.string().nullable() }))),
});

export const comparisonRow = z.object({ comparison });
export const cellRow = z.object({ cell });
export const seqRow = z.object({ seq: z.number() });
export const idRow = z.object({ id: z.string() });
export const claimRow = z.object({
  fence: z.number(),
  attempts: z.number(),
  comparison,
  runAs: json(viewerSchema),
});

export const eventRow: z.ZodType<ComparisonEventRecord> = z
  .object({ seq: z.number(), name: z.string(), at: z.string(), data: z.string() })
  .transform(({ data, ...event }): unknown => ({ ...event, data: JSON.parse(data) }))
  .pipe(comparisonEventSchema);
