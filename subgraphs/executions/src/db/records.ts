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
import { jsonText } from './json-text.ts';
import { optional } from './optional.ts';

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
  /** Whether the agent is that person's own; runs of before it was asked have no answer. */
  ownsAgent: z.boolean().default(false),
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
  /** Its person started it, or the run at the top of its family: no trigger, no schedule, no test. */
  isInteractive: z.boolean().optional(),
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
  /** Since when it is in its state; runs of before it was kept have none. */
  statusAt: optional(z.string()),
  /** Other systems are told of it, or were. */
  isPushed: optional(z.boolean()).transform((isPushed) => isPushed ?? false),
  /** Nano-USD, with all that it called. */
  spent: z.number(),
  /** The part of `spent` that runs which it called have cost. */
  childrenSpent: optional(z.number()).transform((spent) => spent ?? 0),
  unpriced: z.boolean(),
  /** The most that its answered calls may have cost whose price nobody told; only its own budget counts it. */
  mayHaveSpent: optional(z.number()).transform((spent) => spent ?? 0),
  totalTokens: z.number(),
  owner: optional(z.string()),
  fence: z.number(),
  crashes: z.number(),
  attempt: z.number(),
  lastSeq: z.number(),
  /** As waiting has moved it; null = as it was accepted. */
  deadlineAtMs: optional(z.number()),
  /** Since when it waits, until it goes on; one that ended while it waited keeps it. */
  waitsSinceMs: optional(z.number()),
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
  deadlineAtMs: properties.deadlineAtMs ?? pinned.deadlineAtMs,
  /** The time that it was given when it was accepted. */
  deadlineMs: pinned.deadlineAtMs - Date.parse(properties.createdAt),
}));

export type ExecutionRecord = z.infer<typeof executionSchema>;

export const storedEventSchema = z.object({
  seq: z.number(),
  name: eventName,
  at: z.string(),
  data: z.string().transform((text): JsonObject => JSON.parse(text)),
});

export type StoredEvent = z.infer<typeof storedEventSchema>;
