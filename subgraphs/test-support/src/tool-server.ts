import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { isRecord } from '@aether/schema';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { ReceivedCall } from './tool-answers.ts';
import { createToolFixture, type ToolFixture } from './tool-fixture.ts';

export interface ToolServerSignIn {
  /** Origin of the authorization server. */
  readonly issuer: string;
  readonly takes: (token: string) => boolean;
  /** What calls of tools want beyond a token; they are answered 403 with the challenge of OAuth. Null = nothing. */
  readonly lacks?: (token: string) => string | null;
}

export interface ToolServer extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  readonly cancelled: readonly string[];
  /** Requests without it are answered 401. Null = none is needed. */
  bearer: string | null;
  /** Requests without a token that it takes are answered 401 with the challenge of OAuth. Null = none is needed. */
  signIn: ToolServerSignIn | null;
  /** Calls of tools are taken and then answered with this status, as by a proxy that lost patience. Null = as they should be. */
  callStatus: number | null;
  /** Forgets all sessions, as a server that was started again. */
  forgetSessions(): void;
  /** Breaks all connections and takes no new ones. */
  stop(): Promise<void>;
}

/** A tool server over streamable HTTP on a real loopback socket, with sessions. @param port 0 = a free one */
export async function startToolServer(port = 0): Promise<ToolServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const fixture: ToolFixture = {
    description: 'May change.',
    calls: [],
    cancelled: [],
    die: () => server.closeAllConnections(),
  };
  const running: ToolServer = {
    url: '',
    calls: fixture.calls,
    cancelled: fixture.cancelled,
    bearer: null,
    signIn: null,
    callStatus: null,
    forgetSessions: () => sessions.clear(),
    async stop() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
    [Symbol.asyncDispose]: () => running.stop(),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (running.bearer !== null && request.headers.authorization !== `Bearer ${running.bearer}`) {
      response.writeHead(401).end();
      return;
    }
    if (running.signIn !== null && (await answersSignIn(running.signIn, request, response))) return;
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (typeof id === 'string' && known === undefined) {
      response.writeHead(404).end();
      return;
    }
    const transport = known ?? (await openSession());
    const lacked = running.signIn?.lacks?.(tokenOf(request) ?? '') ?? null;
    if ((running.callStatus === null && lacked === null) || request.method !== 'POST')
      return transport.handleRequest(request, response);
    const message: unknown = await json(request);
    if (!isRecord(message) || message['method'] !== 'tools/call')
      return transport.handleRequest(request, response, message);
    if (lacked === null) response.writeHead(running.callStatus ?? 500).end();
    else response.writeHead(403, { 'www-authenticate': `Bearer error="insufficient_scope", scope="${lacked}"` }).end();
  }

  async function answersSignIn(
    { issuer, takes }: ToolServerSignIn,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    const { origin } = new URL(running.url);
    const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`;
    if (new URL(request.url ?? '/', origin).href === metadataUrl) {
      const metadata = { resource: running.url, authorization_servers: [issuer], scopes_supported: ['tools'] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
      return true;
    }
    const token = tokenOf(request);
    if (token !== undefined && takes(token)) return false;
    response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${metadataUrl}"` }).end();
    return true;
  }

  async function openSession(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    // The SDK's class and its interface disagree under exactOptionalPropertyTypes.
    await createToolFixture(fixture).connect(
      transport as Parameters<ReturnType<typeof createToolFixture>['connect']>[0],
    );
    return transport;
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return Object.assign(running, { url: `http://127.0.0.1:${bound}/mcp` });
}

function tokenOf(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1];
}
