import { type Clock, PlatformError } from '@aether/common/service';
import { extractTraceparent, SpanKind, withSpan } from '@aether/common/telemetry';
import { AGENT_TOOLS, allowsTool, isRecord, MCP_META, type ServiceName } from '@aether/schema';
import { type CallToolResult, type InputRequiredResult, isInputRequiredResult } from '@modelcontextprotocol/server';
import { AGENT_SERVER, type AgentTools } from '../agents/agent-tools.ts';
import type { CallRecords } from '../call-records.ts';
import type { Catalog, CatalogTool, ServerRecord } from '../catalog/catalog.ts';
import type { TenantCatalogs } from '../catalog/tenant-catalogs.ts';
import {
  ToolNotAllowedError,
  ToolNotApprovedError,
  ToolNotFoundError,
  ToolResultQuarantinedError,
  ToolServerNotFoundError,
  ToolServerUnavailableError,
} from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import type { Finding } from '../quarantine/finding.ts';
import { blockedResult, guardedResult } from '../quarantine/guarded-result.ts';
import { callTool } from '../upstream/upstream-request.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { allowedTools } from './allowed-tools.ts';
import type { ArgumentCheck } from './argument-check.ts';
import type { CalledTool } from './called-tool.ts';
import type { ClientRequest, FederatedCall, VisibleTool } from './client-request.ts';
import type { InputRelay } from './input-relay.ts';
import { isRunCaller } from './is-run-caller.ts';
import { sentTo } from './sent-to.ts';

/** Of all callers the one that keeps what tools answer, in the steps of runs. */
const KEEPS_RESULTS: ServiceName = 'executions';

export interface FederationParts {
  readonly catalogs: TenantCatalogs;
  readonly upstreams: Upstreams;
  readonly agents: AgentTools;
  readonly argumentCheck: ArgumentCheck;
  readonly inputRelay: InputRelay;
  readonly events: GatewayEvents;
  readonly records: CallRecords;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

/** Lists and calls the approved tools of a tenant. */
export class Federation {
  readonly #parts: FederationParts;

  constructor(parts: FederationParts) {
    this.#parts = parts;
  }

  /** Approved ones only, from the catalog: no server is asked for a list. Then the agents that the viewer may run. */
  async list(request: ClientRequest): Promise<readonly VisibleTool[]> {
    const allowed = allowedTools(request);
    if (request.server === AGENT_SERVER) return this.#allowedAgents(request, await this.#parts.agents.list(request));
    const agents = request.server === null ? this.#allowedAgents(request, await this.#agentsOf(request)) : [];
    const catalog = await this.#parts.catalogs.of(request.viewer.tenantId);
    const tools = request.server === null ? catalog.tools : catalog.toolsOf(serverOf(catalog, request.server));
    const approved = tools
      .filter(({ record }) => record.approved && allowsTool(allowed, record.slug))
      .map((tool) => ({ name: request.server === null ? tool.exposedName : tool.record.name, record: tool.record }));
    return [...approved, ...agents].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  /**
   * Calls one approved tool, as it was approved: a span of the caller's trace, without arguments.
   * @throws PlatformError
   */
  call(request: ClientRequest, call: FederatedCall): Promise<CallToolResult | InputRequiredResult> {
    const attributes = { 'mcp.method.name': 'tools/call', 'gen_ai.operation.name': 'execute_tool' };
    const parent = extractTraceparent(request.context.traceparent);
    return withSpan(
      'tools/call',
      attributes,
      (span) => this.#call(request, call, (facts) => span.setAttributes(facts)),
      {
        kind: SpanKind.CLIENT,
        parent,
      },
    );
  }

  async #call(
    request: ClientRequest,
    call: FederatedCall,
    tell: (facts: Readonly<Record<string, string | number>>) => void,
  ): Promise<CallToolResult | InputRequiredResult> {
    const { agents, clock, events, records } = this.#parts;
    const startedMs = clock.monotonicMs();
    let tool: CatalogTool | null = null;
    /** What may be recorded; agents are not in the catalog of tools. */
    let called: CalledTool['tool'] | null = null;
    let wasSent = false;
    const ended = (outcome: string, rules: CalledTool['rules']): void => {
      const durationMs = clock.monotonicMs() - startedMs;
      tell({ 'aether.tool.outcome': outcome, 'aether.tool.duration_ms': Math.round(durationMs) });
      if (tool !== null) {
        const { slug, effect } = tool.record;
        events.toolCalled(request.context, { tool: slug, effect, outcome, durationMs });
      }
      if (called !== null) records.add(request, { tool: called, outcome, durationMs, rules, wasSent });
    };
    try {
      const agent = agents.slugOf(request.server, call.name);
      if (agent !== null) {
        const slug = `${AGENT_TOOLS}${agent}`;
        tell({ 'gen_ai.tool.name': slug, 'aether.tool.server': AGENT_SERVER, 'aether.tool.effect': 'KEYED' });
        // A call that is let through is a run, which has a record of its own.
        called = { id: slug, slug, effect: 'KEYED' };
        requireAllowed(request, slug);
        const result = await agents.call(request, agent, call);
        ended(outcomeOf(result), []);
        return result;
      }
      const found = await this.#find(request, call.name);
      const { slug, effect } = found.record;
      tell({ 'gen_ai.tool.name': slug, 'aether.tool.server': found.server.slug, 'aether.tool.effect': effect });
      tool = found;
      const { id } = found.record;
      called = { id, slug, effect };
      requireAllowed(request, slug);
      const { result, rules } = await this.#callApproved(request, tool, call, () => {
        wasSent = true;
      });
      ended(outcomeOf(result), rules);
      return result;
    } catch (error) {
      events.callFailed(request.context, call.name, error);
      ended(error instanceof PlatformError ? error.code : 'INTERNAL_SERVER_ERROR', []);
      throw error;
    }
  }

  #allowedAgents(request: ClientRequest, agents: readonly VisibleTool[]): readonly VisibleTool[] {
    const allowed = allowedTools(request);
    return agents.filter(({ name }) =>
      allowsTool(allowed, `${AGENT_TOOLS}${this.#parts.agents.slugOf(request.server, name) ?? name}`),
    );
  }

  /** While executions does not answer, the tools of servers are there all the same. */
  async #agentsOf(request: ClientRequest): Promise<readonly VisibleTool[]> {
    try {
      return await this.#parts.agents.list(request);
    } catch (error) {
      this.#parts.events.callFailed(request.context, 'tools/list of agents', error);
      return [];
    }
  }

  async #find({ viewer, server }: ClientRequest, name: string): Promise<CatalogTool> {
    const catalog = await this.#parts.catalogs.of(viewer.tenantId).catch((error: unknown) => {
      // Said as what it is for a caller: nothing was sent.
      throw new ToolServerUnavailableError(server ?? name, 'the catalog of tools cannot be read', error);
    });
    const tool =
      server === null
        ? catalog.tool(name)
        : (catalog.toolsOf(serverOf(catalog, server)).find(({ record }) => record.name === name) ?? null);
    if (tool === null) throw new ToolNotFoundError(name);
    return tool;
  }

  /** @param onSent from now on the server may have it */
  async #callApproved(
    request: ClientRequest,
    { record, server }: CatalogTool,
    call: FederatedCall,
    onSent: () => void,
  ): Promise<{ readonly result: CallToolResult | InputRequiredResult; readonly rules: CalledTool['rules'] }> {
    const { upstreams, argumentCheck, inputRelay, events, random } = this.#parts;
    if (!record.approved) throw new ToolNotApprovedError(record.slug, false);
    argumentCheck.check(record, call.arguments);
    const upstream = upstreams.of(request.viewer, server);
    // What was approved must be what is there now, also in the moment before agents has heard of a change.
    const offered = (await upstream.definitions(call.signal)).get(record.name);
    if (offered === undefined) throw new ToolNotFoundError(record.slug);
    if (offered.definitionHash !== record.definitionHash) throw new ToolNotApprovedError(record.slug, true);
    onSent();
    const { context } = request;
    try {
      const result = await sentTo(
        { upstream, server, inputRelay, events },
        request,
        call,
        `tool ${record.slug}`,
        (facts) => callTool(facts, record.name, call.arguments),
        { name: record.name, definitionHash: record.definitionHash, effect: record.effect },
      );
      if (isInputRequiredResult(result)) return { result, rules: [] };
      const guarded = guardedResult(
        {
          slug: record.slug,
          policy: server.quarantine,
          keepsEvidence: context.caller === KEEPS_RESULTS,
          isRun: isRunCaller(context.caller),
          nonce: () => Buffer.from(random(8)).toString('hex'),
        },
        result,
      );
      if (guarded.verdict !== 'DELIVERED') events.quarantined(context, { what: record.slug, kind: 'tool', ...guarded });
      return { result: guarded.result, rules: rulesOf(guarded.findings) };
    } catch (error) {
      // It asks in such words, in the middle of its call.
      if (!(error instanceof ToolResultQuarantinedError)) throw error;
      return { result: blockedResult(record.slug, error.findings, null), rules: rulesOf(error.findings) };
    }
  }
}

function rulesOf(findings: readonly Finding[]): CalledTool['rules'] {
  return [...new Set(findings.map(({ rule }) => rule))];
}

/** @throws ToolNotAllowedError */
function requireAllowed(request: ClientRequest, slug: string): void {
  const allowed = allowedTools(request);
  if (!allowsTool(allowed, slug)) throw new ToolNotAllowedError(slug, allowed);
}

function outcomeOf(result: CallToolResult | InputRequiredResult): string {
  if (isInputRequiredResult(result)) return 'INPUT_REQUIRED';
  const code = isRecord(result._meta) ? result._meta[MCP_META.error] : undefined;
  if (isRecord(code) && typeof code['code'] === 'string') return code['code'];
  return result.isError === true ? 'FAILED' : 'SUCCEEDED';
}

function serverOf(catalog: Catalog, slug: string): ServerRecord {
  const server = catalog.server(slug);
  if (server === null) throw new ToolServerNotFoundError(slug);
  return server;
}
