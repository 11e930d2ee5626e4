import type { InternalTokens } from '@aether/common/security';
import { toServiceHeaders } from '@aether/common/service';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GatewayContext } from '../gateway-context.ts';
import { deduplicateRepresentations, spreadEntities } from './deduplicate-representations.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

const neverAborted = new AbortController().signal;

/** One subgraph as the query plan executor sees it: signs the fetch for its viewer, asks for each entity once, sends. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext & Record<string, unknown>> {
  readonly #name: string;
  readonly #transport: SubgraphTransport;
  readonly #tokens: InternalTokens;

  constructor(options: {
    readonly name: string;
    readonly transport: SubgraphTransport;
    readonly tokens: InternalTokens;
  }) {
    this.#name = options.name;
    this.#transport = options.transport;
    this.#tokens = options.tokens;
  }

  async process({
    request,
    context,
  }: GraphQLDataSourceProcessOptions<GatewayContext & Record<string, unknown>>): ReturnType<
    GraphQLDataSource['process']
  > {
    const variables: Record<string, unknown> = { ...request.variables };
    const { representations } = variables;
    const deduplicated = Array.isArray(representations) ? deduplicateRepresentations(representations) : null;
    if (deduplicated !== null) variables['representations'] = deduplicated.unique;
    const result = await this.#transport.execute({
      query: request.query ?? '',
      operationName: request.operationName,
      variables,
      headers: toServiceHeaders(this.#tokens, {
        service: 'graphql-gateway',
        audience: this.#name,
        // Composition checks and schema reloads fetch without a client.
        viewer: context.viewer ?? null,
        requestId: context.requestId ?? '',
        traceparent: context.traceparent ?? null,
      }),
      signal: context.signal ?? neverAborted,
    });
    return (deduplicated === null ? result : spreadEntities(result, deduplicated)) as Awaited<
      ReturnType<GraphQLDataSource['process']>
    >;
  }
}
