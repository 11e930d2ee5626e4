import type { InternalTokens } from '@aether/common/security';
import { type Logger, type SubgraphResult, mapStream, publicError, toServiceHeaders } from '@aether/common/service';
import { Supergraph, type Schema as FederationSchema, operationFromDocument } from '@apollo/federation-internals';
import { type ApolloGateway, type GraphQLDataSource, buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  GraphQLError,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { LRUCache } from 'lru-cache';
import { cloneJson } from '../federation/clone-json.ts';
import type { SubgraphTransport } from '../federation/subgraph-transport.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { HubRegistry } from './hub-registry.ts';
import { rootField } from './root-field.ts';
import type { UpstreamEvent } from './upstream-event.ts';

/** Name of the synthetic service that answers a plan's first fetch with the event. Cannot collide: subgraph names hold no NUL. */
const EVENT_SERVICE = '\u0000event';

export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

export interface FederatedSubscriptionsOptions {
  readonly gateway: ApolloGateway;
  readonly transportOf: (subgraph: string) => SubgraphTransport;
  readonly dataSourceOf: (subgraph: string) => GraphQLDataSource;
  readonly subgraphs: readonly string[];
  readonly hubs: HubRegistry;
  readonly tokens: InternalTokens;
  readonly logger: Logger;
}

interface Compiled {
  readonly apiSchema: FederationSchema;
  readonly schema: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  readonly planner: QueryPlanner;
}

type PlanNode = NonNullable<QueryPlan['node']>;
type SubscriptionPlan = Extract<PlanNode, { kind: 'Subscription' }>;
type Results = AsyncIterableIterator<ExecutionResult>;

/**
 * Federated subscriptions on the gateway's own executor: the owner's stream answers the first fetch of the plan, the rest of the plan
 * runs per event (reference/federation.md §1.2, design A). Uses exported symbols only; all packages of the family are pinned to one version.
 */
export class FederatedSubscriptions {
  readonly #options: FederatedSubscriptionsOptions;
  readonly #plans = new LRUCache<string, QueryPlan>({ max: 500 });
  readonly #unsubscribe: () => void;
  #compiled: Compiled | null = null;

  /** Must be made before the gateway loads, to hear of its schema. */
  constructor(options: FederatedSubscriptionsOptions) {
    this.#options = options;
    this.#unsubscribe = options.gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl, apiSchema }) => {
      const supergraph = Supergraph.build(coreSupergraphSdl, { validateSupergraph: false });
      this.#plans.clear();
      this.#compiled = {
        apiSchema: supergraph.apiSchema(),
        schema: apiSchema,
        supergraph: supergraph.schema.toGraphQLJSSchema(),
        planner: new QueryPlanner(supergraph),
      };
    });
  }

  get schema(): GraphQLSchema {
    return this.#ready().schema;
  }

  stop(): void {
    this.#unsubscribe();
  }

  /** The enriched results, or one result with errors when the request or the owner refuses. The document is validated already. */
  async subscribe(request: SubscriptionRequest): Promise<Results | ExecutionResult> {
    const { schema } = this.#ready();
    const operation = buildOperationContext({
      schema,
      operationDocument: request.document,
      operationName: request.operationName,
    });
    const { errors: variableErrors } = getVariableValues(schema, operation.operation.variableDefinitions ?? [], {
      ...request.variables,
    });
    if (variableErrors !== undefined) return { errors: variableErrors };
    const plan = this.#plan(request);
    if (plan.node?.kind !== 'Subscription')
      return { errors: [new GraphQLError('Expected a subscription.', { extensions: { code: 'BAD_REQUEST' } })] };

    const { primary } = plan.node;
    const variables = Object.fromEntries(
      (primary.variableUsages ?? []).flatMap((name) =>
        request.variables[name] === undefined ? [] : [[name, request.variables[name]]],
      ),
    );
    const root = rootField(request.document, request.operationName, schema);
    const after = root.cursorVariable === null ? null : cursorValue(variables[root.cursorVariable]);
    const shared =
      root.cursorVariable === null
        ? variables
        : Object.fromEntries(Object.entries(variables).filter(([name]) => name !== root.cursorVariable));
    const events = await this.#options.hubs.subscribe({
      subgraph: primary.serviceName,
      operation: primary.operation,
      variables: shared,
      responseName: root.responseName,
      cursorVariable: root.cursorVariable,
      exclusive: root.exclusive,
      after,
      viewer: request.context.viewer,
      open: (from, signal) =>
        this.#options.transportOf(primary.serviceName).subscribe({
          query: primary.operation,
          operationName: primary.operationName ?? undefined,
          variables:
            root.cursorVariable === null || from === null ? shared : { ...shared, [root.cursorVariable]: from },
          headers: toServiceHeaders(this.#options.tokens, {
            service: 'graphql-gateway',
            audience: primary.serviceName,
            viewer: request.context.viewer,
            requestId: request.context.requestId,
            traceparent: request.context.traceparent,
          }),
          signal,
        }),
    });
    return Symbol.asyncIterator in events
      ? this.#enriched(events, plan.node, operation, request)
      : { errors: (events.errors ?? []).map(toGraphQLError) };
  }

  #enriched(
    events: AsyncIterableIterator<UpstreamEvent>,
    node: SubscriptionPlan,
    operation: ReturnType<typeof buildOperationContext>,
    request: SubscriptionRequest,
  ): Results {
    return mapStream<UpstreamEvent, ExecutionResult>(events, {
      map: (event) => this.#execute(event.result, node, operation, request),
      onError: (error) => ({
        errors: [
          toGraphQLError(publicError(error, { requestId: request.context.requestId, logger: this.#options.logger })),
        ],
      }),
    });
  }

  /** Runs the plan for one event. Pull based: the next event is executed after this one was handed over. */
  async #execute(
    event: SubgraphResult,
    node: SubscriptionPlan,
    operation: ReturnType<typeof buildOperationContext>,
    request: SubscriptionRequest,
  ): Promise<ExecutionResult> {
    const { supergraph, apiSchema, schema } = this.#ready();
    const { primary, rest } = node;
    const first = { ...primary, serviceName: EVENT_SERVICE };
    const plan = { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [first, rest] } : first } as QueryPlan;
    const serviceMap: Record<string, GraphQLDataSource> = Object.create(null);
    for (const name of this.#options.subgraphs) serviceMap[name] = this.#options.dataSourceOf(name);
    serviceMap[EVENT_SERVICE] = {
      // Cloned for each execution: the gateway merges later fetches into the object that a data source returns. Shared, it would
      // show one subscriber what was fetched with the rights of another (experiments/subscriptions/shared-event-leak.ts).
      process: async () =>
        cloneJson({ data: event.data ?? null, errors: event.errors }) as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >,
    };
    const requestContext = {
      request: { query: request.query, operationName: request.operationName, variables: { ...request.variables } },
      document: request.document,
      operation: operation.operation,
      operationName: request.operationName ?? null,
      source: request.query,
      queryHash: '',
      context: request.context,
      // `metrics` is dereferenced when a subgraph answers errors.
      metrics: {},
      logger: this.#options.logger,
      schema,
    };
    const result = await executeQueryPlan(
      plan,
      serviceMap,
      requestContext as unknown as Parameters<typeof executeQueryPlan>[2],
      operation,
      supergraph,
      apiSchema,
    );
    if (result.errors === undefined) return { data: result.data ?? null };
    // A plain Error would make graphql-ws close the socket with 4500, and a subgraph's name is nobody's business outside.
    return {
      data: result.data ?? null,
      errors: result.errors.map((error) => {
        const { serviceName: _serviceName, ...extensions } = { ...error.extensions };
        return toGraphQLError(
          publicError(
            new GraphQLError(error.message, {
              path: error.path,
              extensions,
              originalError: extensions['code'] === undefined ? error.originalError : undefined,
            }),
            { requestId: request.context.requestId, logger: this.#options.logger },
          ),
        );
      }),
    };
  }

  #plan(request: SubscriptionRequest): QueryPlan {
    const key = `${request.operationName ?? ''}\u0000${request.query}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const { planner, apiSchema } = this.#ready();
    const plan = planner.buildQueryPlan(
      operationFromDocument(
        apiSchema,
        request.document,
        request.operationName === undefined ? {} : { operationName: request.operationName },
      ),
    );
    this.#plans.set(key, plan);
    return plan;
  }

  #ready(): Compiled {
    if (this.#compiled === null) throw new Error('The supergraph is not loaded yet.');
    return this.#compiled;
  }
}

const cursorValue = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function toGraphQLError(error: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(error.message, { path: error.path, extensions: { ...error.extensions } });
}
