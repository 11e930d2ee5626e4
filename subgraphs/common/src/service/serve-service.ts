import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, parse } from 'graphql';
import type { OperationResult } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { InternalTokens } from '../security/internal-tokens.ts';
import { PlatformError } from './platform-error.ts';
import { errorResponse } from './error-response.ts';
import type { Logger } from './logger.ts';
import { RouteTable } from './route-table.ts';
import { type ServiceHeaders, fromServiceHeaders } from './service-headers.ts';
import type { Service } from './service.ts';
import type { SubgraphRequest } from './subgraph-executor.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly tokens: InternalTokens;
  readonly logger: Logger;
  /** Text for Prometheus at `/metrics`; null or absent = not configured. */
  readonly metrics?: (() => Promise<Response>) | null;
  /** @default 4 MiB */
  readonly maximumOperationBytes?: number;
}

export interface ServedService extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8082`. */
  readonly origin: string;
}

const operationSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.looseObject({ headers: z.record(z.string(), z.string()).optional() }).nullish(),
});

const plainHeaders = (message: IncomingMessage): ServiceHeaders =>
  Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/**
 * Hosts one service in a process of its own: `/graphql` (HTTP, and graphql-ws for streams, whose headers travel in the operation's
 * extensions), its routes, `/health`, `/ready`. Binds to an internal address; every request must carry an internal token.
 */
export async function serveService(service: Service, options: ServeOptions): Promise<ServedService> {
  const routes = new RouteTable(service.routes);
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      options.logger.error({ err: error }, 'a request could not be answered');
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1_024 * 1_024 });
  const live = useServer(
    {
      onSubscribe: (_context, _id, payload) => operationArguments(payload),
      subscribe: (args) => stream(args),
      execute: (args) => stream(args),
    },
    sockets,
  );

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = new AbortController();
    response.on('close', () => {
      // Whoever has the whole answer has not left: nothing is under way that could be stopped.
      if (!response.writableFinished) closed.abort();
    });
    const path = message.url?.split('?')[0];
    if (path === '/health') return send(response, Response.json({ status: 'ok' }));
    if (path === '/ready') {
      const parts = await service.readiness();
      return send(response, Response.json({ parts }, { status: parts.every((part) => part.ready) ? 200 : 503 }));
    }
    if (path === '/metrics' && options.metrics != null) return send(response, await options.metrics());
    const headers = plainHeaders(message);
    try {
      if (path === '/graphql' && message.method === 'POST' && service.subgraph !== null) {
        const operation = operationSchema.parse(
          JSON.parse(await bodyText(message, options.maximumOperationBytes ?? 4 * 1_024 * 1_024)),
        );
        return await send(
          response,
          Response.json(await service.subgraph.execute(toRequest(operation, headers, closed.signal))),
        );
      }
      const url = new URL(message.url ?? '/', 'http://service.internal');
      const match = routes.match(message.method ?? 'GET', url.href);
      if (match === null) return await send(response, Response.json({ error: { code: 'NOT_FOUND' } }, { status: 404 }));
      const context = fromServiceHeaders(options.tokens, service.name, headers, closed.signal);
      const withBody = message.method !== 'GET' && message.method !== 'HEAD';
      const request = new Request(url, {
        method: message.method ?? 'GET',
        headers,
        ...(withBody ? { body: message, duplex: 'half' } : {}),
      });
      return await send(response, await match.route.handle(request, { parameters: match.parameters, context }));
    } catch (error) {
      // An answer that breaks off in the middle is seen by the connection that does.
      if (response.headersSent) throw error;
      return await send(
        response,
        errorResponse(error, { requestId: headers['x-request-id'] ?? '', logger: options.logger }),
      );
    }
  }

  function operationArguments(payload: unknown): ExecutionArgs | readonly GraphQLError[] {
    const parsed = operationSchema.safeParse(payload);
    if (!parsed.success || service.subgraph === null)
      return [new GraphQLError('Expected an operation.', { extensions: { code: 'BAD_REQUEST' } })];
    return {
      schema: service.subgraph.schema,
      document: parse(parsed.data.query),
      operationName: parsed.data.operationName ?? null,
      contextValue: parsed.data,
    };
  }

  async function stream(args: ExecutionArgs): Promise<Awaited<OperationResult>> {
    const operation = operationSchema.parse(args.contextValue);
    if (service.subgraph === null) return { errors: [new GraphQLError('This service has no subgraph.')] };
    // The subgraph answers formatted errors; graphql-ws sends whatever has the shape of a result, and calls return() when the reader leaves.
    const result = await service.subgraph.subscribe(
      toRequest(operation, operation.extensions?.headers ?? {}, new AbortController().signal),
    );
    return Symbol.asyncIterator in result
      ? (result as AsyncIterableIterator<ExecutionResult>)
      : {
          errors: (result.errors ?? []).map(
            (error) => new GraphQLError(error.message, { extensions: { ...error.extensions } }),
          ),
        };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    origin: `http://${options.host}:${portOf(server)}`,
    async [Symbol.asyncDispose]() {
      await live.dispose();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function toRequest(
  operation: z.infer<typeof operationSchema>,
  headers: ServiceHeaders,
  signal: AbortSignal,
): SubgraphRequest {
  return {
    query: operation.query,
    operationName: operation.operationName ?? undefined,
    variables: operation.variables ?? {},
    headers,
    signal,
  };
}

async function bodyText(message: IncomingMessage, maximumBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maximumBytes)
      throw new PlatformError('BODY_TOO_LARGE', `An operation between services may have ${maximumBytes} bytes.`, {
        facts: { maximumBytes },
      });
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes an answer as it is made. Who leaves in the middle of it, or before it, cancels the rest. */
async function send(response: ServerResponse, answer: Response): Promise<void> {
  if (response.destroyed) {
    await answer.body?.cancel().catch(() => undefined);
    return;
  }
  const cookies = answer.headers.getSetCookie();
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
  });
  const reader = answer.body?.getReader();
  if (reader === undefined) {
    response.end();
    return;
  }
  const left = Promise.withResolvers<void>();
  response.once('close', () => {
    left.resolve();
    if (!response.writableFinished) reader.cancel().catch(() => undefined);
  });
  let isDone = false;
  try {
    while (!response.destroyed) {
      const next = await reader.read();
      isDone = next.done;
      if (next.done) break;
      if (!response.write(next.value)) await Promise.race([once(response, 'drain'), left.promise]);
    }
  } finally {
    if (!isDone) await reader.cancel().catch(() => undefined);
  }
  response.end();
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
