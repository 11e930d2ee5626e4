import { isRecord } from '@aether/schema';
import { z } from 'zod';
import { storedPayloadSchema } from '../payload.ts';
import { DELIVERY_STAGES, DELIVERY_STATUSES, type DeliveryRecord } from '../triggers/delivery.ts';
import { FAILURE_POLICIES, type TriggerRecord, WEBHOOK_AUTHENTICATIONS } from '../triggers/trigger.ts';
import { jsonText } from './json-text.ts';
import { optional } from './optional.ts';

export const triggerSchema: z.ZodType<TriggerRecord> = z.object({
  tenantId: z.string(),
  id: z.string(),
  agentId: z.string(),
  name: z.string(),
  versionId: optional(z.string()),
  revision: z.number(),
  enabled: z.boolean(),
  authentication: z.enum(WEBHOOK_AUTHENTICATIONS),
  filter: optional(z.string()),
  mapping: jsonText.pipe(z.record(z.string(), z.string())),
  deduplicationKey: optional(z.string()),
  ratePerMinute: z.number(),
  budgetPerRun: optional(z.number()),
  onFailure: z.enum(FAILURE_POLICIES),
  failureLimit: z.number(),
  failures: z.number(),
  lastError: optional(z.string()),
  lastDeliveryAt: optional(z.string()),
  secret: z.string(),
  secretVersion: z.number(),
  previousSecret: optional(z.string()),
  previousSecretEndsAtMs: optional(z.number()),
  createdById: z.string(),
  scopes: z.array(z.string()),
  apiKeyId: optional(z.string()),
  createdAt: z.string(),
});

const stage = z.object({
  name: z.enum(DELIVERY_STAGES),
  passed: z.boolean(),
  reason: z.string().nullable(),
  at: z.string(),
});

export const deliverySchema: z.ZodType<DeliveryRecord> = z.object({
  tenantId: z.string(),
  id: z.string(),
  triggerId: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  stages: jsonText.pipe(z.array(stage)),
  headers: jsonText.pipe(z.record(z.string(), z.string())),
  body: jsonText.pipe(storedPayloadSchema),
  input: optional(jsonText.pipe(z.custom<Readonly<Record<string, unknown>>>(isRecord))),
  executionId: optional(z.string()),
  replayOfId: optional(z.string()),
  ipAddress: optional(z.string()),
  receivedAt: z.string(),
  attempts: z.number(),
});
