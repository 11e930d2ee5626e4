import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  execute,
  parse,
  subscribe,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { InternalTokens } from '../security/internal-tokens.ts';
import type { Logger } from './logger.ts';
import { mapStream } from './map-stream.ts';
import { publicError } from './public-error.ts';
import type { RequestContext } from './request-context.ts';
import { type ServiceHeaders, fromServiceHeaders } from './service-headers.ts';

/** One operation for one subgraph, as it travels between services. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly headers: ServiceHeaders;
  readonly signal: AbortSignal;
}

/** JSON only: never a live error or a shared object. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

export interface SubgraphExecutorOptions<Context extends RequestContext> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** For a subgraph of which a part is loaded when it is first asked for. @default always `schema` */
  readonly schemaFor?: (document: DocumentNode) => GraphQLSchema | Promise<GraphQLSchema>;
  readonly tokens: InternalTokens;
  readonly logger: Logger;
  /** Adds what this service's resolvers need to the request. */
  readonly createContext: (request: RequestContext) => Context;
}

/**
 * Runs operations against one subgraph. The in-process data source and the HTTP host both use it, so both forms of the product
 * build the context from the same headers, mask the same errors and answer the same JSON.
 * Documents come from the gateway and from our own trusted operations, validated where they were planned; they are parsed once and not validated again.
 */
export class SubgraphExecutor<Context extends RequestContext = RequestContext> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly #options: SubgraphExecutorOptions<Context>;
  readonly #documents = new LRUCache<string, DocumentNode>({ max: 2_000 });

  constructor(options: SubgraphExecutorOptions<Context>) {
    this.name = options.name;
    this.schema = options.schema;
    this.#options = options;
  }

  async execute(request: SubgraphRequest): Promise<SubgraphResult> {
    const requestId = request.headers['x-request-id'] ?? '';
    try {
      const document = this.#document(request.query);
      const result = await execute({
        schema: (await this.#options.schemaFor?.(document)) ?? this.schema,
        document,
        operationName: request.operationName,
        variableValues: request.variables,
        contextValue: this.#context(request),
      });
      return this.#toJson(result, requestId);
    } catch (error) {
      return { errors: [publicError(error, { requestId, logger: this.#options.logger })] };
    }
  }

  /**
   * The stream of results, or one result with errors when the subscription is refused.
   * The context's signal is aborted when the reader leaves: sources wait on it.
   */
  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult> {
    const requestId = request.headers['x-request-id'] ?? '';
    const left = new AbortController();
    try {
      const result = await subscribe({
        schema: this.schema,
        document: this.#document(request.query),
        operationName: request.operationName,
        variableValues: request.variables,
        contextValue: this.#context({ ...request, signal: AbortSignal.any([request.signal, left.signal]) }),
      });
      if (!(Symbol.asyncIterator in result)) return this.#toJson(result, requestId);
      return mapStream(result[Symbol.asyncIterator](), {
        map: (value) => this.#toJson(value, requestId),
        onError: (error) => ({ errors: [publicError(error, { requestId, logger: this.#options.logger })] }),
        onEnd: () => left.abort(),
      });
    } catch (error) {
      return { errors: [publicError(error, { requestId, logger: this.#options.logger })] };
    }
  }

  #context(request: SubgraphRequest): Context {
    return this.#options.createContext(
      fromServiceHeaders(this.#options.tokens, this.name, request.headers, request.signal),
    );
  }

  #document(query: string): DocumentNode {
    const known = this.#documents.get(query);
    if (known !== undefined) return known;
    const parsed = parse(query, { noLocation: true });
    this.#documents.set(query, parsed);
    return parsed;
  }

  #toJson(result: ExecutionResult, requestId: string): SubgraphResult {
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors === undefined
        ? {}
        : { errors: result.errors.map((error) => publicError(error, { requestId, logger: this.#options.logger })) }),
    };
  }
}
