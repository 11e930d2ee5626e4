import type { JsonObject } from '@aether/schema';
import type { HealthStatus } from '../models/catalog.ts';

/**
 * What speaks MCP; what is made of HTTP requests: the operations of an OpenAPI document, or one address; and what speaks as TAS does: a server
 * that is registered in a TAS-MCP, or a bridge of tas-mcp-servers.
 */
export const ToolServerKind = {
  MCP: 'MCP',
  OPENAPI: 'OPENAPI',
  HTTP_ENDPOINT: 'HTTP_ENDPOINT',
  TAS_MCP: 'TAS_MCP',
  TAS_BRIDGE: 'TAS_BRIDGE',
} as const;
export type ToolServerKind = keyof typeof ToolServerKind;

/** Of TAS. Neither a TAS-MCP nor a bridge hands the key of a call on, so none of their tools can be KEYED. */
export type TasKind = 'TAS_MCP' | 'TAS_BRIDGE';

export function isTasKind(kind: ToolServerKind): kind is TasKind {
  return kind === 'TAS_MCP' || kind === 'TAS_BRIDGE';
}

export const ToolTransport = { STDIO: 'STDIO', HTTP: 'HTTP' } as const;
export type ToolTransport = keyof typeof ToolTransport;

export const ToolEffect = { READ: 'READ', IDEMPOTENT: 'IDEMPOTENT', KEYED: 'KEYED', ONCE: 'ONCE' } as const;
export type ToolEffect = keyof typeof ToolEffect;

export function isToolEffect(value: unknown): value is ToolEffect {
  return typeof value === 'string' && Object.hasOwn(ToolEffect, value);
}

export const ApprovalPolicy = { NEVER: 'NEVER', ON_WRITE: 'ON_WRITE', ALWAYS: 'ALWAYS' } as const;
export type ApprovalPolicy = keyof typeof ApprovalPolicy;

/** Whether the server lets us in. NEEDS_AUTH: only a person can get what it wants. */
export const ToolServerAccess = { UNKNOWN: 'UNKNOWN', GRANTED: 'GRANTED', NEEDS_AUTH: 'NEEDS_AUTH' } as const;
export type ToolServerAccess = keyof typeof ToolServerAccess;

/**
 * What happens to an answer of a server that hides text from people, or reads like instructions to a model. MARK: what is hidden is held
 * back, what is plain is handed on in marks. BLOCK: both are held back. OFF: nothing is looked for.
 */
export const ToolQuarantine = { MARK: 'MARK', BLOCK: 'BLOCK', OFF: 'OFF' } as const;
export type ToolQuarantine = keyof typeof ToolQuarantine;

/** What the gateway found in a definition that is meant to steer a model rather than to describe a tool. */
export interface ToolFinding {
  /** Of the gateway's rules. */
  readonly rule: string;
  /** People do not see it. */
  readonly hidden: boolean;
  /** Of the text in the definition: `description`. */
  readonly path: string;
  readonly offset: number;
  /** With everything invisible written out. */
  readonly excerpt: string;
}

/** A source of tools behind `/mcp`. */
export interface ToolServerRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: ToolServerKind;
  readonly transport: ToolTransport;
  /** Of HTTP. */
  readonly url: string | null;
  /** Where the document of an OPENAPI server is read, again and again; null = it was given with it, or there is none. */
  readonly documentUrl: string | null;
  /** SHA-256 of the document that was given. */
  readonly documentHash: string | null;
  /** Of STDIO, with `arguments`: a command line that the operator allows. */
  readonly command: string | null;
  readonly arguments: readonly string[];
  /** Of the catalog that ships with the product, when it was connected by its name. */
  readonly offerSlug: string | null;
  /** Of that offer. */
  readonly settings: JsonObject | null;
  /** Counts the changes of settings and arguments. */
  readonly settingsRevision: number;
  /** Of a program that a tenant has imported: its `server.json` as it was when it was connected. */
  readonly importedServer: JsonObject | null;
  readonly credentialId: string | null;
  /** Each person's calls are made with their own account; `credentialId`, when there is one, only reads the list of tools. */
  readonly credentialPerUser: boolean;
  readonly status: HealthStatus;
  readonly access: ToolServerAccess;
  readonly lastError: string | null;
  readonly checkedAt: string | null;
  readonly protocolRevision: string | null;
  readonly enabled: boolean;
  readonly quarantine: ToolQuarantine;
  /** Of the catalog, when this entry or one of its tools last changed. */
  readonly revision: number;
}

/** What describes a server that is made of HTTP requests: JSON text. */
export interface ToolServerDocument {
  readonly text: string;
  readonly hash: string;
}

/** What a server says about one of its tools. */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject | null;
  /** Hints of the server about effects; never trusted, only proposed to whoever approves. */
  readonly annotations: JsonObject | null;
  /** SHA-256 of all the above, as the server sent it. */
  readonly definitionHash: string;
  readonly findings: readonly ToolFinding[];
}

export interface ToolRecord extends ToolDefinition {
  readonly id: string;
  /** `<server>/<name>`. */
  readonly slug: string;
  readonly serverId: string;
  readonly effect: ToolEffect;
  readonly approval: ApprovalPolicy;
  /** Hash of the definition that a person approved; null = nobody has. */
  readonly approvedHash: string | null;
  /** False: the server offers it no more. */
  readonly listed: boolean;
  readonly serverEnabled: boolean;
}

/** Only what was approved as it is now may be called. */
export function isApproved(tool: ToolRecord): boolean {
  return tool.approvedHash === tool.definitionHash;
}
