import { isRecord, type JsonObject } from '@aether/schema';
import { z } from 'zod';
import { AgentKind, AgentStatus, AgentType, Visibility, type AgentRecord } from '../agent/agent.ts';
import {
  HealthStatus,
  ModelCapability,
  type ModelRecord,
  ModelProviderProtocol,
  type ProviderRecord,
} from '../models/catalog.ts';
import { CollaborationRole } from '../market/collaboration.ts';
import type { DraftRecord, VersionRecord } from '../agent/draft.ts';

/** A property that may be absent: Neo4j keeps no null. */
export function orNull<Value>(schema: z.ZodType<Value>) {
  return schema.nullish().transform((value) => value ?? null);
}

/** JSON objects are kept as text. */
export const jsonText = z.string().transform((text, context): JsonObject => {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value)) return value;
  context.addIssue('expected the text of a JSON object');
  return z.NEVER;
});

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}

export const names = <Name extends string>(table: Readonly<Record<Name, Name>>) => z.enum(table);

const agent: z.ZodType<AgentRecord> = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  useCase: orNull(z.string()),
  tags: z.array(z.string()),
  type: names(AgentType),
  kind: orNull(names(AgentKind)),
  status: names(AgentStatus),
  visibility: names(Visibility),
  audience: z.array(z.string()),
  ownerId: z.string(),
  collaborators: z
    .array(z.object({ userId: z.string(), role: names(CollaborationRole), since: z.string() }))
    .default([]),
  publishedVersionId: orNull(z.string()),
  versionCount: z.number(),
  lastSeq: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const draft: z.ZodType<DraftRecord> = z.object({
  agentId: z.string(),
  revision: z.number(),
  spec: jsonText,
  layout: jsonText,
  pins: jsonText,
  updatedAt: z.string(),
  updatedById: z.string(),
});

const version: z.ZodType<VersionRecord> = z.object({
  id: z.string(),
  agentId: z.string(),
  number: z.number(),
  spec: jsonText,
  layout: jsonText,
  hash: z.string(),
  notes: orNull(z.string()),
  publishedById: z.string(),
  publishedAt: z.string(),
});

const provider: z.ZodType<ProviderRecord> = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  protocol: names(ModelProviderProtocol),
  preset: orNull(z.string()),
  baseUrl: orNull(z.string()),
  credentialId: orNull(z.string()),
  status: names(HealthStatus),
  lastError: orNull(z.string()),
  checkedAt: orNull(z.string()),
  enabled: z.boolean(),
  // Absent in providers of before.
  allowOwnKeys: z.boolean().default(false),
  builtIn: z.boolean(),
  revision: z.number(),
});

const price = orNull(z.number());
const prices = { inputPricePerMillion: price, outputPricePerMillion: price, cachedInputPricePerMillion: price };

const model = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  providerId: z.string(),
  capabilities: z.array(names(ModelCapability)),
  /** What an administrator has declared; wins over what was reported. */
  declaredCapabilities: orNull(z.array(names(ModelCapability))),
  contextWindow: orNull(z.number()),
  maximumOutputTokens: orNull(z.number()),
  status: names(HealthStatus),
  enabled: z.boolean(),
  builtIn: z.boolean(),
  requestsPerMinute: orNull(z.number()),
  tokensPerMinute: orNull(z.number()),
  retiresAt: orNull(z.string()),
  ...prices,
});

export const agentRow = z.object({ agent });
export const draftRow = z.object({ draft });
export const agentAndDraftRow = z.object({ agent, draft });
export const versionRow = z.object({ version });
export const providerRow = z.object({ provider });
/** With the price override that is valid now, which wins over the prices that were reported, each by itself. */
export const modelRow = z
  .object({ model, override: orNull(z.object(prices)) })
  .transform(({ model: { declaredCapabilities, ...reported }, override }): { readonly model: ModelRecord } => ({
    model: {
      ...reported,
      capabilities: declaredCapabilities ?? reported.capabilities,
      inputPricePerMillion: override?.inputPricePerMillion ?? reported.inputPricePerMillion,
      outputPricePerMillion: override?.outputPricePerMillion ?? reported.outputPricePerMillion,
      cachedInputPricePerMillion: override?.cachedInputPricePerMillion ?? reported.cachedInputPricePerMillion,
    },
  }));
export const countRow = z.object({ count: z.number() });
export const revisionRow = z.object({ revision: z.number() });
/** Removals are kept as `<revision>:<id>`, since a property holds no objects. */
export const catalogHeadRow = z.object({
  revision: z.number(),
  removed: z.array(
    z.string().transform((entry) => {
      const colon = entry.indexOf(':');
      return { revision: Number(entry.slice(0, colon)), id: entry.slice(colon + 1) };
    }),
  ),
});
