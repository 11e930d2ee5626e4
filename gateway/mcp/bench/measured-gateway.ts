import { randomBytes } from 'node:crypto';
import { createLogger, fromServiceHeaders, RouteTable, systemClock, toServiceHeaders } from '@aether/common/service';
import { InMemoryStreams } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import { type OperationHandlers, testOperations, testTokens, testViewer } from '@aether/test-support';
import { createMcpGateway, mcpGatewayConfig } from '../src/index.ts';

export const MCP_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export interface MeasuredGateway extends AsyncDisposable {
  /** Sends a message to `/mcp` as executions does. */
  post(body: string): Promise<string>;
}

/** The gateway without a socket in front of it. @param url whose origin it may connect to */
export async function startMeasuredGateway(url: string, answers: OperationHandlers): Promise<MeasuredGateway> {
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const streams = new InMemoryStreams();
  const tokens = testTokens();
  const service = createMcpGateway(mcpGatewayConfig({ MCP_ALLOWED_ORIGINS: new URL(url).origin }), {
    operations: testOperations(answers),
    streams,
    tokens,
    agentFetch: () => Promise.reject(new Error('There are no agents here.')),
    clock: systemClock,
    ids: createIdSource({ now: () => new Date(), random }),
    random,
    logger: createLogger('bench', { level: 'silent' }),
  });
  await service.start();
  const table = new RouteTable(service.routes);
  const viewer = testViewer();
  const { signal } = new AbortController();
  return {
    async post(body) {
      const own = toServiceHeaders(tokens, {
        service: 'executions',
        audience: 'mcp-gateway',
        viewer,
        requestId: 'req_1',
        traceparent: null,
      });
      const request = new Request('http://mcp-gateway/mcp', {
        method: 'POST',
        headers: { ...MCP_HEADERS, ...own },
        body,
      });
      const match = table.match('POST', request.url);
      if (match === null) throw new Error('The gateway has no /mcp.');
      const context = fromServiceHeaders(tokens, 'mcp-gateway', own, signal);
      return (await match.route.handle(request, { parameters: match.parameters, context })).text();
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await streams[Symbol.asyncDispose]();
    },
  };
}
