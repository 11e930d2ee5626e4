import type { Clock } from '@aether/common/service';
import { AGENT_TOOLS, allowsTool, type ServiceName } from '@aether/schema';
import { type CallToolResult, type InputRequiredResult, isInputRequiredResult } from '@modelcontextprotocol/server';
import { AGENT_SERVER, type AgentTools } from '../agents/agent-tools.ts';
import type { Catalog, CatalogTool, ServerRecord } from '../catalog/catalog.ts';
import type { TenantCatalogs } from '../catalog/tenant-catalogs.ts';
import {
  ToolNotAllowedError,
  ToolNotApprovedError,
  ToolNotFoundError,
  ToolServerNotFoundError,
  ToolServerUnavailableError,
} from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import { cleanValue } from '../upstream/clean-text.ts';
import { guardedResult } from '../quarantine/guarded-result.ts';
import { callTool } from '../upstream/upstream-request.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { allowedTools } from './allowed-tools.ts';
import type { ArgumentCheck } from './argument-check.ts';
import type { ClientRequest, FederatedCall, VisibleTool } from './client-request.ts';
import type { InputRelay } from './input-relay.ts';
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
  readonly clock: Clock;
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
   * Calls one approved tool, as it was approved.
   * @throws PlatformError
   */
  async call(request: ClientRequest, call: FederatedCall): Promise<CallToolResult | InputRequiredResult> {
    const { clock, events } = this.#parts;
    const startedMs = clock.monotonicMs();
    try {
      const agent = this.#parts.agents.slugOf(request.server, call.name);
      if (agent !== null) {
        requireAllowed(request, `${AGENT_TOOLS}${agent}`);
        return await this.#parts.agents.call(request, agent, call);
      }
      const tool = await this.#find(request, call.name);
      requireAllowed(request, tool.record.slug);
      const result = await this.#callApproved(request, tool, call);
      events.toolCalled(request.context, {
        tool: tool.record.slug,
        effect: tool.record.effect,
        isError: !isInputRequiredResult(result) && result.isError === true,
        durationMs: clock.monotonicMs() - startedMs,
      });
      return result;
    } catch (error) {
      events.callFailed(request.context, call.name, error);
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

  async #callApproved(
    request: ClientRequest,
    { record, server }: CatalogTool,
    call: FederatedCall,
  ): Promise<CallToolResult | InputRequiredResult> {
    const { upstreams, argumentCheck, inputRelay, events } = this.#parts;
    if (!record.approved) throw new ToolNotApprovedError(record.slug, false);
    argumentCheck.check(record, call.arguments);
    const upstream = upstreams.of(request.viewer.tenantId, server);
    // What was approved must be what is there now, also in the moment before agents has heard of a change.
    const offered = (await upstream.definitions()).get(record.name);
    if (offered === undefined) throw new ToolNotFoundError(record.slug);
    if (offered.definitionHash !== record.definitionHash) throw new ToolNotApprovedError(record.slug, true);
    const result = await sentTo(
      upstream,
      inputRelay,
      request,
      call,
      `tool ${record.slug}`,
      (facts) => callTool(facts, record.name, call.arguments),
      { definitionHash: record.definitionHash, effect: record.effect },
    );
    if (isInputRequiredResult(result)) return cleanValue(result);
    const { context } = request;
    const facts = { slug: record.slug, policy: server.quarantine, keepsEvidence: context.caller === KEEPS_RESULTS };
    const guarded = guardedResult(facts, result);
    if (guarded.verdict !== 'DELIVERED') events.quarantined(context, { what: record.slug, kind: 'tool', ...guarded });
    return guarded.result;
  }
}

/** @throws ToolNotAllowedError */
function requireAllowed(request: ClientRequest, slug: string): void {
  const allowed = allowedTools(request);
  if (!allowsTool(allowed, slug)) throw new ToolNotAllowedError(slug, allowed);
}

function serverOf(catalog: Catalog, slug: string): ServerRecord {
  const server = catalog.server(slug);
  if (server === null) throw new ToolServerNotFoundError(slug);
  return server;
}
