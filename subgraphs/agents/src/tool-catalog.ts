import type { JsonObject } from '@aether/schema';
import type { HealthStatus } from './catalog.ts';

/** Documents and single HTTP endpoints as tool servers will be kinds of their own. */
export const ToolServerKind = { MCP: 'MCP' } as const;
export type ToolServerKind = keyof typeof ToolServerKind;

export const ToolTransport = { STDIO: 'STDIO', HTTP: 'HTTP' } as const;
export type ToolTransport = keyof typeof ToolTransport;

export const ToolEffect = { READ: 'READ', IDEMPOTENT: 'IDEMPOTENT', KEYED: 'KEYED', ONCE: 'ONCE' } as const;
export type ToolEffect = keyof typeof ToolEffect;

export const ApprovalPolicy = { NEVER: 'NEVER', ON_WRITE: 'ON_WRITE', ALWAYS: 'ALWAYS' } as const;
export type ApprovalPolicy = keyof typeof ApprovalPolicy;

/** A source of tools behind `/mcp`. */
export interface ToolServerRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: ToolServerKind;
  readonly transport: ToolTransport;
  /** Of HTTP. */
  readonly url: string | null;
  /** Of STDIO, with `arguments`: a command line that the operator allows. */
  readonly command: string | null;
  readonly arguments: readonly string[];
  readonly credentialId: string | null;
  readonly status: HealthStatus;
  readonly lastError: string | null;
  readonly checkedAt: string | null;
  readonly protocolRevision: string | null;
  readonly enabled: boolean;
  /** Of the catalog, when this entry or one of its tools last changed. */
  readonly revision: number;
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
