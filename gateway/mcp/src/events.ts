import type { Logger, RequestContext } from '@aether/common/service';
import { counter } from '@aether/common/telemetry';
import { cleanText } from '@aether/schema';
import type { Quarantined } from './quarantine/quarantined.ts';

const quarantined = counter('tool_output_quarantined_total', {
  description: 'Answers of tool servers with text that is meant to steer a model, by rule and verdict',
});

export interface ToolCalled {
  readonly tool: string;
  readonly effect: string;
  readonly outcome: string;
  readonly durationMs: number;
}

/** Entries of a list that were not taken. */
export interface LeftOut {
  readonly count: number;
  /** Why the first ones were not. */
  readonly some: readonly string[];
}

/** What happened at this gateway, told once. Arguments and results are never told. */
export class GatewayEvents {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  toolCalled(context: RequestContext, event: ToolCalled): void {
    this.#logger.debug({ ...whose(context), ...event, durationMs: Math.round(event.durationMs) }, 'a tool was called');
  }

  quarantined(context: RequestContext, { what, kind, verdict, findings }: Quarantined): void {
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    for (const rule of rules) quarantined.add(1, { rule, kind, verdict });
    this.#logger.warn({ ...whose(context), what, kind, verdict, rules }, 'an answer of a tool server was quarantined');
  }

  callFailed(context: RequestContext, tool: string, error: unknown): void {
    this.#logger.warn({ ...whose(context), tool, ...codeOf(error) }, 'a call of a tool failed');
  }

  callNotRecorded(context: RequestContext, tool: string, error: unknown): void {
    this.#logger.error({ ...whose(context), tool, err: error }, 'a call of a tool is missing in the audit log');
  }

  unexpectedError(error: unknown): void {
    this.#logger.error({ err: error }, 'unexpected error');
  }

  /** What a program wrote to its standard error. */
  programSaid(server: string, line: string): void {
    this.#logger.debug({ server, line }, 'a tool program wrote to its log');
  }

  serverLost(tenantId: string, server: string, problem: string): void {
    this.#logger.warn({ tenantId, server, problem: said(problem) }, 'a tool server is lost');
  }

  /** Operations of a document that became no tools. */
  operationsLeftOut(tenantId: string, server: string, operations: readonly string[]): void {
    const some = operations.slice(0, 20);
    this.#logger.info({ tenantId, server, count: operations.length, some }, 'operations of a document are left out');
  }

  /** Entries of a list of tools that are none. */
  toolsLeftOut(tenantId: string, server: string, { count, some }: LeftOut): void {
    this.#logger.info({ tenantId, server, count, some: some.map(said) }, 'entries of a list of tools are left out');
  }

  offersUnknown(tenantId: string, server: string, error: unknown): void {
    this.#logger.warn({ tenantId, server, ...codeOf(error) }, 'prompts and resources of a server are not known');
  }

  reportFailed(tenantId: string, server: string, error: unknown): void {
    this.#logger.warn({ tenantId, server, err: error }, 'a tool server could not be reported');
  }

  catalogUnknown(tenantId: string, error: unknown): void {
    this.#logger.warn({ tenantId, err: error }, 'the tool catalog of a tenant is not known');
  }
}

function whose({ requestId, caller, viewer }: RequestContext): Readonly<Record<string, unknown>> {
  return { requestId, caller, tenantId: viewer?.tenantId ?? null };
}

function codeOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error && 'code' in error ? { code: error.code, reason: said(error.message) } : { err: error };
}

/** It may be what a server says. */
function said(text: string): string {
  return cleanText(text.slice(0, 2_000)).slice(0, 1_000);
}
