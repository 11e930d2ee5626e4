import { errorResponse, type Logger, type Route, type ServiceParts } from '@aether/common/service';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { agentCaller } from '../agents/agent-caller.ts';
import { agentToolServer } from '../agents/agent-tool-server.ts';
import type { ExecutionsParts } from '../context.ts';

/**
 * `POST /agents/mcp`: published agents as tools, over streamable HTTP. For the MCP gateway only. Nothing is kept between two requests.
 */
export function agentMcpRoute(
  parts: ExecutionsParts & Pick<ServiceParts, 'operations' | 'tokens'>,
  logger: Logger,
): Route {
  return {
    method: 'POST',
    path: '/agents/mcp',
    async handle(request, { context }) {
      try {
        const { viewer, source } = agentCaller(request, context, parts.tokens, 'MCP');
        const { requestId, traceparent, signal } = context;
        const server = agentToolServer(parts, {
          call: { viewer, requestId, traceparent },
          source,
          signal,
          idempotencyKey: request.headers.get('idempotency-key'),
          logger,
        });
        const transport = new WebStandardStreamableHTTPServerTransport({});
        await server.connect(transport);
        signal.addEventListener('abort', () => void server.close(), { once: true });
        return await transport.handleRequest(request);
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}
