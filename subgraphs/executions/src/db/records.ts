import {
  ERROR_CODES,
  type ErrorCode,
  EXECUTION_EVENTS,
  type ExecutionEventName,
  type JsonObject,
} from '@aether/schema';
import { z } from 'zod';
import { EXECUTION_STATUSES } from '../execution.ts';
import { storedPayloadSchema } from '../payload.ts';
import { STEP_STATUSES, STEP_TYPES, TOOL_EFFECTS } from '../step.ts';

/** Neo4j leaves out properties that are null. */
const optional = <Value extends z.ZodType>(value: Value) => value.nullish().transform((given) => given ?? null);
const jsonText = z.string().transform((text): unknown => JSON.parse(text));

const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(ERROR_CODES, value));
const eventName = z.custom<ExecutionEventName>(
  (value) => typeof value === 'string' && Object.hasOwn(EXECUTION_EVENTS, value),
);

/** Why a step or an execution failed, as the record keeps it. */
export const failureSchema = z.object({
  code: errorCode,
  message: z.string(),
  hint: z.string().nullable(),
  retryable: z.boolean(),
  stepId: z.string().nullable(),
});

export type FailureRecord = z.infer<typeof failureSchema>;

export const citationSchema = z.object({
  number: z.number(),
  passageId: z.string(),
  documentTitle: z.string(),
  page: z.number().nullable(),
  startOffset: z.number(),
  endOffset: z.number(),
  quote: z.string(),
});

export type CitationRecord = z.infer<typeof citationSchema>;

export const PRIORITIES = ['HIGH', 'NORMAL', 'LOW'] as const;
export const ORIGINS = ['MANUAL', 'API', 'CHAT', 'MCP', 'WEBHOOK', 'AGENT', 'TEST'] as const;

export type ExecutionPriority = (typeof PRIORITIES)[number];
export type ExecutionOrigin = (typeof ORIGINS)[number];

/**
 * What is fixed when a run is accepted and what no statement asks for. It is one property of JSON text: a property costs more to
 * send, to write and to read back than a hundred characters do.
 */
export const pinnedFactsSchema = z.object({
  agentSlug: z.string(),
  draftRevision: z.number().nullable(),
  versionHash: z.string(),
  /** Hashes of pinned texts: the specification, and in whose name it runs. */
  specPin: z.string(),
  runAsPin: z.string(),
  /** Hash of the pinned definitions of its tools; null = it has none. */
  toolsPin: z.string().nullable(),
  /** Id of each notebook that the specification names and the person may read, by slug. */
  notebooks: z.record(z.string(), z.string()),
  /** Id of each model that the specification names, by slug. */
  models: z.record(z.string(), z.string()),
  input: storedPayloadSchema,
  context: storedPayloadSchema.nullable(),
  traceId: z.string(),
  traceparent: z.string(),
  deadlineAtMs: z.number(),
  budget: z.number().nullable(),
  /** What a run that an agent called inherits from its caller. */
  caller: optional(
    z.object({
      sawUntrusted: z.boolean(),
      sawPrivate: z.boolean(),
      guards: z.object({
        untrustedContent: z.enum(['READ_ONLY', 'APPROVAL', 'ALLOW']),
        outboundApproval: z.boolean(),
      }),
    }),
  ),
});

export type PinnedFacts = z.infer<typeof pinnedFactsSchema>;

const executionProperties = z.object({
  tenantId: z.string(),
  id: z.string(),
  agentId: z.string(),
  versionId: optional(z.string()),
  pinned: jsonText.pipe(pinnedFactsSchema),
  status: z.enum(EXECUTION_STATUSES),
  executor: z.enum(['LOCAL', 'ARGO']),
  /** Name of its workflow; null when it is run without one. */
  workflow: optional(z.string()),
  origin: z.enum(ORIGINS),
  priority: z.enum(PRIORITIES),
  queue: z.string(),
  startedById: z.string(),
  /** Run that called this one. */
  parentId: optional(z.string()),
  /** Step of that run; null also when it called through a gateway, which has counted the cost there. */
  parentStepKey: optional(z.string()),
  /** Run at the top of the family. */
  rootId: optional(z.string()),
  /** Run that this one repeats. */
  redriveOfId: optional(z.string()),
  /** Run that repeats this one; the newest of several. */
  redrivenById: optional(z.string()),
  /** 0 = no run called it. */
  depth: optional(z.number()).transform((depth) => depth ?? 0),
  depthLimit: optional(z.number()),
  conversationId: optional(z.string()),
  /** What started it from outside. */
  triggerId: optional(z.string()),
  deliveryId: optional(z.string()),
  turn: optional(z.number()),
  output: optional(jsonText.pipe(storedPayloadSchema)),
  citations: optional(jsonText.pipe(z.array(citationSchema))),
  error: optional(jsonText.pipe(failureSchema)),
  createdAt: z.string(),
  startedAt: optional(z.string()),
  endedAt: optional(z.string()),
  /** Nano-USD, with all that it called. */
  spent: z.number(),
  /** The part of `spent` that runs which it called have cost. */
  childrenSpent: optional(z.number()).transform((spent) => spent ?? 0),
  unpriced: z.boolean(),
  totalTokens: z.number(),
  owner: optional(z.string()),
  fence: z.number(),
  crashes: z.number(),
  attempt: z.number(),
  lastSeq: z.number(),
  cancelReason: optional(z.string()),
  /** On a cluster: nodes of the flow that it has handed out, and how those ended that are done. */
  handedOut: optional(z.array(z.string())),
  nodeEnds: optional(jsonText.pipe(z.record(z.string(), z.string().nullable()))),
  durationMs: optional(z.number()),
  satisfaction: optional(z.number()),
  ratingComment: optional(z.string()),
  ratedById: optional(z.string()),
  ratedAt: optional(z.string()),
  /** What of an ended run is kept beside its summary (`retention/content.ts`); null = it goes on, or the summary is all. */
  content: optional(z.string()),
  /** Principals whom a listing of the marketplace shows it to. */
  shownTo: optional(z.array(z.string())),
});

export const executionSchema = executionProperties.transform(({ pinned, ...properties }) => ({
  ...pinned,
  ...properties,
}));

export type ExecutionRecord = z.infer<typeof executionSchema>;

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

export const storedEventSchema = z.object({
  seq: z.number(),
  name: eventName,
  at: z.string(),
  data: z.string().transform((text): JsonObject => JSON.parse(text)),
});

export type StoredEvent = z.infer<typeof storedEventSchema>;

export const conversationSchema = z.object({
  id: z.string(),
  title: optional(z.string()),
  agentId: z.string(),
  ownerId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type ConversationRecord = z.infer<typeof conversationSchema>;

export const messageSchema = z.object({
  id: z.string(),
  position: z.number(),
  role: z.enum(['USER', 'ASSISTANT']),
  text: z.string(),
  citations: optional(jsonText.pipe(z.array(citationSchema))),
  executionId: optional(z.string()),
  createdAt: z.string(),
});

export type MessageRecord = z.infer<typeof messageSchema>;
