import { z } from 'zod';
import { storedPayloadSchema } from '../payload.ts';
import { STEP_STATUSES, STEP_TYPES, TOOL_EFFECTS } from '../step.ts';
import { jsonText } from './json-text.ts';
import { optional } from './optional.ts';
import { failureSchema } from './records.ts';

export const stepAttemptSchema = z.object({
  number: z.number(),
  startedAt: z.string(),
  durationMs: z.number().nullable(),
  cost: z.number().nullable(),
  unpriced: z.boolean(),
  modelId: z.string().nullable(),
  error: failureSchema.nullable(),
});

export type StepAttemptRecord = z.infer<typeof stepAttemptSchema>;

export const stepSchema = z.object({
  id: z.string(),
  executionId: z.string(),
  key: z.string(),
  parentId: optional(z.string()),
  nodeId: optional(z.string()),
  type: z.enum(STEP_TYPES),
  name: z.string(),
  status: z.enum(STEP_STATUSES),
  attempt: z.number(),
  /** Attempts that ended before the present one. */
  attempts: optional(jsonText.pipe(z.array(stepAttemptSchema))),
  effect: optional(z.enum(TOOL_EFFECTS)),
  toolId: optional(z.string()),
  /** `<server>/<tool>` */
  toolSlug: optional(z.string()),
  idempotencyKey: optional(z.string()),
  inputHash: z.string(),
  position: z.number(),
  startedAt: z.string(),
  startedAtMs: z.number(),
  durationMs: optional(z.number()),
  details: optional(jsonText),
  input: optional(jsonText.pipe(storedPayloadSchema)),
  prompt: optional(jsonText.pipe(storedPayloadSchema)),
  result: optional(jsonText.pipe(storedPayloadSchema)),
  cost: optional(z.number()),
  unpriced: optional(z.boolean()).transform((unpriced) => unpriced ?? false),
  promptTokens: optional(z.number()),
  completionTokens: optional(z.number()),
  cachedTokens: optional(z.number()),
  modelId: optional(z.string()),
  spanId: z.string(),
  error: optional(jsonText.pipe(failureSchema)),
  /** Hash of the beginning of a long prompt. */
  promptPrefix: optional(z.string()),
  /** Signal that it waits for, or waited for. */
  signal: optional(z.string()),
  /** When its wait is over without an answer. */
  dueAtMs: optional(z.number()),
});

export type StepRecord = z.infer<typeof stepSchema>;

/** A payload of a step that is in the blob store. */
export const stepPayloadSchema = z.object({
  key: z.string(),
  field: z.enum(['input', 'prompt', 'result']),
  payload: jsonText.pipe(storedPayloadSchema),
});

export type StepPayload = z.infer<typeof stepPayloadSchema>;

/** What an outline shows of all steps of a run. −1 and an empty id stand for what is not there. */
export const stepColumnsSchema = z.object({
  id: z.array(z.string()),
  parentId: z.array(z.string()),
  name: z.array(z.string()),
  type: z.array(z.enum(STEP_TYPES)),
  status: z.array(z.enum(STEP_STATUSES)),
  startedAtMs: z.array(z.number()),
  durationMs: z.array(z.number()),
  cost: z.array(z.number()),
  tokens: z.array(z.number()),
  attempt: z.array(z.number()),
});

export type StepColumns = z.infer<typeof stepColumnsSchema>;
