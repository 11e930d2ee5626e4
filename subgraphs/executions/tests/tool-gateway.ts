import { fromServiceHeaders } from '@aether/common/service';
import { testTokens } from '@aether/test-support';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

export interface ReceivedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  /** Aborted when the caller gives the call up. */
  readonly signal: AbortSignal;
}

/** A text, or a whole result. */
export type ToolBehaviour = (call: ReceivedCall) => Promise<string | CallToolResult> | string | CallToolResult;

export interface ToolGateway {
  /** For `parts.toolFetch`. */
  readonly fetch: typeof fetch;
  readonly calls: ReceivedCall[];
}

/**
 * The MCP gateway as executions sees it: a real MCP server over streamable HTTP, without a socket, that wants an internal token for
 * `mcp-gateway`. A thrown error is a tool that says that it failed.
 */
export function toolGateway(behaviours: Readonly<Record<string, ToolBehaviour>>): ToolGateway {
  const calls: ReceivedCall[] = [];
  const answer = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    fromServiceHeaders(testTokens(), 'mcp-gateway', Object.fromEntries(request.headers), request.signal);
    const server = new McpServer({ name: 'test', version: '1' });
    for (const [name, behave] of Object.entries(behaviours)) {
      server.registerTool(name, { inputSchema: z.looseObject({}) }, async (args, { signal }) => {
        const call = { name, arguments: args, headers: request.headers, signal };
        calls.push(call);
        const said = await behave(call);
        return typeof said === 'string' ? { content: [{ type: 'text', text: said }] } : said;
      });
    }
    const transport = new WebStandardStreamableHTTPServerTransport({});
    await server.connect(transport);
    request.signal.addEventListener('abort', () => void server.close(), { once: true });
    return transport.handleRequest(request);
  };
  return { fetch: answer, calls };
}
