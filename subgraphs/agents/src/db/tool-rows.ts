import { isRecord, type JsonObject } from '@aether/schema';
import { z } from 'zod';
import { HealthStatus } from '../models/catalog.ts';
import {
  ApprovalPolicy,
  ToolEffect,
  type ToolFinding,
  ToolQuarantine,
  type ToolRecord,
  ToolServerAccess,
  ToolServerKind,
  type ToolServerRecord,
  ToolTransport,
} from '../tools/tool-catalog.ts';
import { jsonText, names, orNull } from './rows.ts';

const toolServer: z.ZodType<ToolServerRecord> = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  kind: names(ToolServerKind),
  transport: names(ToolTransport),
  url: orNull(z.string()),
  documentUrl: orNull(z.string()),
  documentHash: orNull(z.string()),
  command: orNull(z.string()),
  arguments: z.array(z.string()),
  offerSlug: orNull(z.string()),
  settings: orNull(jsonText),
  // Absent on those that were written before they could be changed.
  settingsRevision: orNull(z.number()).transform((revision) => revision ?? 0),
  importedServer: orNull(jsonText),
  credentialId: orNull(z.string()),
  // Absent on those that were written before people could have accounts of their own.
  credentialPerUser: orNull(z.boolean()).transform((isPerUser) => isPerUser ?? false),
  status: names(HealthStatus),
  // Absent on those that were written before there was such a state.
  access: names(ToolServerAccess)
    .nullish()
    .transform((access) => access ?? 'UNKNOWN'),
  lastError: orNull(z.string()),
  checkedAt: orNull(z.string()),
  protocolRevision: orNull(z.string()),
  enabled: z.boolean(),
  // Absent on those that were written before there was a quarantine.
  quarantine: names(ToolQuarantine)
    .nullish()
    .transform((quarantine) => quarantine ?? 'MARK'),
  revision: z.number(),
});

const finding: z.ZodType<ToolFinding> = z.object({
  rule: z.string(),
  hidden: z.boolean(),
  path: z.string(),
  offset: z.number(),
  excerpt: z.string(),
});
const findings = z.string().transform((text) => z.array(finding).parse(JSON.parse(text)));

const tool: z.ZodType<ToolRecord> = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  serverId: z.string(),
  title: orNull(z.string()),
  description: z.string(),
  inputSchema: jsonText,
  outputSchema: orNull(jsonText),
  annotations: orNull(jsonText),
  effect: names(ToolEffect),
  approval: names(ApprovalPolicy),
  definitionHash: z.string(),
  findings: orNull(findings).transform((found) => found ?? []),
  approvedHash: orNull(z.string()),
  listed: z.boolean(),
  serverEnabled: z.boolean(),
});

export const toolServerRow = z.object({ toolServer });
export const toolRow = z.object({ tool });
/** Several servers, each with a page of its tools. */
export const toolPageRow = z.object({ serverId: z.string(), tools: z.array(tool) });

/** A tool as its node holds it; JSON is text there. */
export function toolProperties(record: ToolRecord): Readonly<Record<string, unknown>> {
  const {
    serverEnabled: _serverEnabled,
    inputSchema,
    outputSchema,
    annotations,
    findings: found,
    ...properties
  } = record;
  return {
    ...properties,
    inputSchema: JSON.stringify(inputSchema),
    outputSchema: textOf(outputSchema),
    annotations: textOf(annotations),
    findings: found.length === 0 ? null : JSON.stringify(found),
  };
}

/** A server, or what of it is written, as its node holds it. */
export function toolServerProperties(record: Partial<ToolServerRecord>): Readonly<Record<string, unknown>> {
  const { settings, importedServer, ...properties } = record;
  return {
    ...properties,
    ...(settings === undefined ? {} : { settings: textOf(settings) }),
    ...(importedServer === undefined ? {} : { importedServer: textOf(importedServer) }),
  };
}

function textOf(value: JsonObject | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** A schema from outside, when it is one: JSON Schema allows `true` too, which says nothing about a form. */
export function jsonObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
