import { PlatformError, type ServiceParts, toServiceHeaders } from '@aether/common/service';
import { callerLeftChannel, MCP_META } from '@aether/schema';
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ToolCallCancelledError, ToolServerUnavailableError } from '../errors.ts';
import type { ClientRequest, FederatedCall, VisibleTool } from '../federation/client-request.ts';

/** Agents are the tools of this server, on every installation. */
export const AGENT_SERVER = 'agent';
const PREFIX = `${AGENT_SERVER}__`;
/** The host is never looked up: `agentFetch` decides where executions is. */
const EXECUTIONS = new URL('http://executions/agents/mcp');
const CONNECT_MS = 10_000;
/** A run tells of each of its steps; one that tells nothing for so long is given up. */
const SILENCE_MS = 10 * 60_000; // 10 minutes
const TOTAL_MS = 24 * 60 * 60_000; // 24 hours, the longest deadline of a run

/** Published agents as tools. Executions serves them over MCP; each request has a connection of its own, with the rights of its viewer. */
export class AgentTools {
  readonly #parts: Pick<ServiceParts, 'tokens' | 'agentFetch' | 'streams'>;

  constructor(parts: Pick<ServiceParts, 'tokens' | 'agentFetch' | 'streams'>) {
    this.#parts = parts;
  }

  /** Slug of the agent that a name at `/mcp`, or at `/mcp/s/agent`, stands for; null = none. */
  slugOf(server: string | null, name: string): string | null {
    if (server === AGENT_SERVER) return name;
    return server === null && name.startsWith(PREFIX) ? name.slice(PREFIX.length) : null;
  }

  /** What the viewer may run. @throws PlatformError */
  async list(request: ClientRequest): Promise<readonly VisibleTool[]> {
    if (!request.viewer.permissions.includes('agent:run')) return [];
    await using connection = await this.#connect(request, null);
    const { tools } = await connection.client.listTools();
    return tools.map(({ name, title, description, inputSchema }) => ({
      name: request.server === null ? `${PREFIX}${name}` : name,
      record: {
        title: title ?? null,
        description: description ?? '',
        inputSchema,
        outputSchema: null,
        effect: 'KEYED' as const,
      },
    }));
  }

  /**
   * Runs an agent and waits for its end. Whoever cancels the call cancels the run; a call that only ends, because a server stops or a worker
   * hands its run over, leaves it alone.
   * @throws PlatformError
   */
  async call(request: ClientRequest, slug: string, call: FederatedCall): Promise<CallToolResult> {
    const { onProgress, signal } = call;
    await using connection = await this.#connect(request, signal);
    try {
      return await connection.client.callTool(
        { name: slug, arguments: call.arguments },
        {
          signal,
          timeout: SILENCE_MS,
          maxTotalTimeout: TOTAL_MS,
          resetTimeoutOnProgress: true,
          onprogress: (progress) => onProgress?.(progress),
        },
      );
    } catch (error) {
      if (signal.aborted) {
        if (signal.reason instanceof ToolCallCancelledError && request.lineage === null)
          this.#parts.streams.publish(callerLeftChannel(request.context.requestId), null);
        throw new ToolCallCancelledError();
      }
      if (error instanceof PlatformError) throw error;
      throw new PlatformError('TOOL_INTERRUPTED', `The agent "${slug}" was called and did not answer.`, {
        cause: error,
        hint: `Look for its run; repeat the call with the same ${MCP_META.idempotencyKey} if there is none.`,
      });
    }
  }

  async #connect(
    request: ClientRequest,
    signal: AbortSignal | null,
  ): Promise<{ readonly client: Client } & AsyncDisposable> {
    const { tokens, agentFetch } = this.#parts;
    const { viewer, context, lineage, idempotencyKey } = request;
    const { requestId, traceparent } = context;
    const facts = { service: 'mcp-gateway', audience: 'executions', viewer, requestId, traceparent, lineage };
    const key = idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey };
    const client = new Client({ name: 'aether', version: '1.0.0' }, { versionNegotiation: { mode: 'legacy' } });
    const transport = new StreamableHTTPClientTransport(EXECUTIONS, {
      fetch: agentFetch,
      requestInit: { headers: { ...toServiceHeaders(tokens, facts), ...key } },
    });
    try {
      await client.connect(transport, { timeout: CONNECT_MS, ...(signal === null ? {} : { signal }) });
    } catch (error) {
      await transport.close().catch(() => {});
      if (signal?.aborted === true) throw new ToolCallCancelledError();
      throw new ToolServerUnavailableError(AGENT_SERVER, 'executions does not answer', error);
    }
    return { client, [Symbol.asyncDispose]: () => client.close() };
  }
}
