import { type ServiceParts, toServiceHeaders } from '@aether/common/service';
import type { ToolAnswer, ToolClient, ToolRequest } from '@aether/runtime';
import { MCP_META, toolNameOf } from '@aether/schema';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { lineageOf } from '../agents/lineage-of.ts';
import { CallWire } from './call-wire.ts';
import { refusedCall } from './refused-call.ts';
import { toToolAnswer } from './to-tool-answer.ts';

/** The host is never looked up: `toolFetch` decides where /mcp is. */
const GATEWAY = new URL('http://mcp-gateway/mcp');
const CONNECT_MS = 10_000;
/** All that a call may answer; the model sees a small part of it. */
const MAXIMUM_BYTES = 4 * 1_024 * 1_024;

/** Tools behind the MCP gateway, each call with the rights of the run's person and a connection of its own. */
export class McpToolClient implements ToolClient {
  readonly #parts: Pick<ServiceParts, 'tokens' | 'toolFetch'>;

  constructor(parts: Pick<ServiceParts, 'tokens' | 'toolFetch'>) {
    this.#parts = parts;
  }

  async call(request: ToolRequest): Promise<ToolAnswer> {
    const { run, tool, signal, timeoutMs, onProgress } = request;
    const wire = new CallWire(this.#parts.toolFetch, MAXIMUM_BYTES);
    const client = new Client({ name: 'aether-executions', version: '1' });
    try {
      try {
        await client.connect(this.#transport(request, wire.fetch), { signal, timeout: CONNECT_MS });
      } catch (error) {
        signal.throwIfAborted();
        throw refusedCall(tool.slug, error, 'connecting');
      }
      const answering = client.callTool(
        {
          name: toolNameOf(tool.slug),
          arguments: { ...request.arguments },
          _meta: { 'aether/execution': run.executionId, [MCP_META.input]: { ...request.input } },
        },
        undefined,
        {
          signal,
          timeout: timeoutMs,
          resetTimeoutOnProgress: true,
          maxTotalTimeout: timeoutMs * 10,
          onprogress: ({ progress, total, message }) =>
            onProgress(total === undefined || total <= 0 ? null : Math.min(1, progress / total), message ?? null),
        },
      );
      return toToolAnswer(await Promise.race([answering, wire.broken]));
    } catch (error) {
      signal.throwIfAborted();
      throw refusedCall(tool.slug, error, 'calling');
    } finally {
      await client.close();
    }
  }

  #transport(
    { run, idempotencyKey, fence, budgetLeft }: ToolRequest,
    fetchOf: typeof fetch,
  ): StreamableHTTPClientTransport {
    const { tokens } = this.#parts;
    return new StreamableHTTPClientTransport(GATEWAY, {
      fetch: fetchOf,
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1,
        maxReconnectionDelay: 1,
        reconnectionDelayGrowFactor: 1,
      },
      requestInit: {
        headers: {
          ...toServiceHeaders(tokens, {
            service: 'executions',
            audience: 'mcp-gateway',
            viewer: run.runAs,
            requestId: run.executionId,
            traceparent: run.traceparent,
            lineage: tokens.signLineage(lineageOf(run, budgetLeft)),
          }),
          'idempotency-key': idempotencyKey,
          'x-execution-id': run.executionId,
          'x-execution-fence': String(fence),
        },
      },
    });
  }
}
