import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Viewer } from '@aether/common/security';
import { type Logger, publicError } from '@aether/common/service';
import { type ExecutionArgs, GraphQLError, OperationTypeNode, getOperationAST, parse, validate } from 'graphql';
import { CloseCode, type Context, type OperationResult, type SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { AccessWatch } from '../access-watch.ts';
import { type Authenticator, tokenOf } from '../authenticator.ts';
import type { GraphqlGatewayConfig } from '../config.ts';
import { IntrospectionRefusedError, OriginRefusedError } from '../errors.ts';
import type { ExecuteGraphql } from '../federation/execute-graphql.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { type DocumentPolicy, type GraphqlRequest, parseGraphqlRequest } from '../graphql-request.ts';
import { checkDocument, checkTokens } from '../limits/check-document.ts';
import { usesIntrospection } from '../limits/uses-introspection.ts';
import type { FederatedSubscriptions } from './federated-subscriptions.ts';

/** A message larger than this closes the socket: a subscription is a document and its variables. */
const MAXIMUM_MESSAGE_BYTES = 256 * 1_024;
const MAXIMUM_STREAMS_PER_SOCKET = 100;
const ACKNOWLEDGE_MS = 5_000; // 5 seconds

export interface SocketServerOptions {
  readonly subscriptions: FederatedSubscriptions;
  readonly authenticator: Authenticator;
  readonly policy: DocumentPolicy;
  readonly config: GraphqlGatewayConfig;
  readonly accessWatch: AccessWatch;
  readonly logger: Logger;
  readonly newRequestId: () => string;
  /** Queries and mutations over a socket run like those over HTTP. */
  readonly execute: ExecuteGraphql;
}

interface SocketState {
  readonly token: string | null;
  readonly viewer: Viewer | null;
  /** Ends the watch over its access. */
  readonly stop: () => void;
}

/** What one operation carries from `onSubscribe` to `subscribe` and `execute`. */
interface OperationState {
  readonly request: GraphqlRequest;
  readonly context: GatewayContext;
}

const connectionParameters = z.looseObject({
  authorization: z.string().optional(),
  Authorization: z.string().optional(),
});
type SocketContext = Context<
  Record<string, unknown>,
  { request: IncomingMessage; socket: { close(code: number, reason: string): void }; state?: SocketState }
>;

/** graphql-ws at the edge: sign-in at connect, limits at subscribe, 4403 when the session ends (the one code that clients answer by reconnecting with fresh parameters). */
export class SocketServer implements AsyncDisposable {
  readonly #options: SocketServerOptions;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_MESSAGE_BYTES });
  readonly #states = new WeakMap<object, SocketState>();
  readonly #server: ReturnType<typeof useServer>;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.#server = useServer(
      {
        connectionInitWaitTimeout: ACKNOWLEDGE_MS,
        onConnect: (context) => this.#connect(context as unknown as SocketContext),
        onDisconnect: (context) => this.#disconnect(context as unknown as SocketContext),
        onSubscribe: (context, _id, payload) => this.#prepare(context as unknown as SocketContext, payload),
        subscribe: (args) => this.#subscribe(args),
        execute: (args) => this.#execute(args),
      },
      this.#sockets,
      12_000, // 12 seconds between pings; a dead peer is let go after the second
    );
  }

  /** Takes over an HTTP upgrade of `/graphql`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin, host } = request.headers;
    // CSRF rules do not cover sockets: a page of another site could use the cookie of this one.
    if (
      origin !== undefined &&
      new URL(origin).host !== host &&
      !this.#options.config.allowedOrigins.includes(origin)
    ) {
      this.#options.logger.warn({ origin }, new OriginRefusedError(origin).message);
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => this.#sockets.emit('connection', client, request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.dispose();
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }

  async #connect(context: SocketContext): Promise<boolean> {
    const parameters = connectionParameters.safeParse(context.connectionParams ?? {}).data ?? {};
    const headers = context.extra.request.headers;
    const token = tokenOf({
      authorization: parameters.authorization ?? parameters.Authorization ?? headers.authorization,
      cookie: headers.cookie,
    });
    const viewer = await this.#options.authenticator.viewerOf(token, this.#options.newRequestId(), '/graphql');
    if (viewer === null) return false;
    const end = (): void => context.extra.socket.close(CloseCode.Forbidden, 'SESSION_EXPIRED');
    const stop = this.#options.accessWatch.start({ token, viewer, path: '/graphql', end });
    this.#states.set(context.extra, { token, viewer, stop });
    return true;
  }

  #disconnect(context: SocketContext): void {
    this.#states.get(context.extra)?.stop();
    this.#states.delete(context.extra);
  }

  async #prepare(context: SocketContext, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const requestId = this.#options.newRequestId();
    const { policy, config, subscriptions, logger } = this.#options;
    try {
      if (Object.keys(context.subscriptions).length > MAXIMUM_STREAMS_PER_SOCKET) {
        return [
          new GraphQLError(`A socket carries at most ${MAXIMUM_STREAMS_PER_SOCKET} streams.`, {
            extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', requestId, retryable: true },
          }),
        ];
      }
      // The answer of 15 s ago or less: a role that was taken away meanwhile does not start new streams.
      const token = this.#states.get(context.extra)?.token ?? null;
      const { viewer } = await this.#options.authenticator.admit(token, requestId, '/graphql');
      const request = parseGraphqlRequest(payload, viewer, policy);
      if (!request.trusted) checkTokens(request.query, config.limits.tokens);
      const document = parse(request.query);
      const problems = validate(subscriptions.schema, document, undefined, { maxErrors: 5 });
      if (problems.length > 0)
        return problems.map(
          (problem) =>
            new GraphQLError(problem.message, {
              nodes: problem.nodes,
              extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId },
            }),
        );
      if (!request.trusted) {
        checkDocument(document, request.variables, config.limits);
        if (!config.development && usesIntrospection(document) && !viewer?.permissions.includes('developer:introspect'))
          throw new IntrospectionRefusedError();
      }
      const state: OperationState = {
        request,
        context: { requestId, viewer, traceparent: null, signal: new AbortController().signal },
      };
      return {
        schema: subscriptions.schema,
        document,
        operationName: request.operationName ?? null,
        variableValues: request.variables,
        contextValue: state,
      };
    } catch (error) {
      const { message, extensions } = publicError(error, { requestId, logger });
      return [new GraphQLError(message, { extensions: { ...extensions } })];
    }
  }

  #subscribe(args: ExecutionArgs): OperationResult {
    const { request, context } = args.contextValue as OperationState;
    return this.#options.subscriptions.subscribe({
      document: args.document,
      query: request.query,
      operationName: request.operationName,
      variables: request.variables,
      context,
    });
  }

  #execute(args: ExecutionArgs): OperationResult {
    const { request, context } = args.contextValue as OperationState;
    if (getOperationAST(args.document, args.operationName)?.operation === OperationTypeNode.SUBSCRIPTION)
      return this.#subscribe(args);
    return this.#options.execute(request, context);
  }
}
