import { randomBytes, randomUUID } from 'node:crypto';
import {
  createMcpHandler,
  createRequestStateCodec,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { serveFetch } from '../serve-fetch.ts';
import { registerConformanceResources } from './conformance-resources.ts';
import { registerConformanceTools } from './conformance-tools.ts';

export interface ConformanceServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * A server that the public conformance suites accept, of both eras: with sessions for older clients, without for newer ones. What they find
 * through a gateway can be held against what they find here.
 */
export async function startConformanceServer(): Promise<ConformanceServer> {
  const codec = createRequestStateCodec({ key: randomBytes(32) });
  const create = (): McpServer => {
    const server = new McpServer(
      { name: 'conformance', version: '1.0.0' },
      { capabilities: { logging: {}, completions: {} }, requestState: { verify: codec.verify } },
    );
    registerConformanceTools(server, codec);
    registerConformanceResources(server);
    return server;
  };
  const modern = createMcpHandler(create, { legacy: 'reject' });
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();

  async function serve(request: Request): Promise<Response> {
    const refused =
      hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
      originValidationResponse(request, localhostAllowedOrigins());
    if (refused !== undefined) return refused;
    if (!(await isLegacyRequest(request))) return modern.fetch(request);
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : sessions.get(id);
    if (known !== undefined) return known.handleRequest(request);
    if (id !== null) return new Response(null, { status: 404 });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (session) => void sessions.set(session, transport),
      onsessionclosed: (session) => void sessions.delete(session),
    });
    await create().connect(transport);
    return transport.handleRequest(request);
  }

  const served = await serveFetch((request) => serve(request));
  return {
    url: `${served.origin}/mcp`,
    async [Symbol.asyncDispose]() {
      await modern.close();
      await Promise.all(Array.from(sessions.values(), (transport) => transport.close()));
      await served[Symbol.asyncDispose]();
    },
  };
}
