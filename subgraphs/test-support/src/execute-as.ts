import type { Viewer } from '@aether/common/security';
import { toServiceHeaders, type Service, type SubgraphRequest, type SubgraphResult } from '@aether/common/service';
import type { GraphQLFormattedError } from 'graphql';
import { testTokens } from './test-tokens.ts';

const tokens = testTokens();

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Service that sends. @default 'graphql-gateway' */
  readonly caller?: string;
}

/** `data` is typed loosely on purpose: tests compare it, they do not build on it. */
export interface TestResult<Data> {
  readonly data: Data;
  readonly errors: readonly GraphQLFormattedError[];
}

function subgraphOf(service: Pick<Service, 'name' | 'subgraph'>): NonNullable<Service['subgraph']> {
  if (service.subgraph === null) throw new Error(`${service.name} has no subgraph.`);
  return service.subgraph;
}

function requestOf(
  service: Pick<Service, 'name' | 'subgraph'>,
  viewer: Viewer | null,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  options: CallOptions,
): SubgraphRequest {
  return {
    query,
    variables: JSON.parse(JSON.stringify(variables)),
    headers: toServiceHeaders(tokens, {
      service: options.caller ?? 'graphql-gateway',
      audience: subgraphOf(service).name,
      viewer,
      requestId: `req_${crypto.randomUUID()}`,
      traceparent: null,
    }),
    signal: options.signal ?? new AbortController().signal,
  };
}

/** One operation as the gateway would send it: signed headers, JSON in, JSON out. */
export async function executeAs<Data = Record<string, never>>(
  service: Pick<Service, 'name' | 'subgraph'>,
  viewer: Viewer | null,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  options: CallOptions = {},
): Promise<TestResult<Data>> {
  const result = await subgraphOf(service).execute(requestOf(service, viewer, query, variables, options));
  const { data, errors }: { data?: Data; errors?: readonly GraphQLFormattedError[] } = JSON.parse(
    JSON.stringify(result),
  );
  return { data: data as Data, errors: errors ?? [] };
}

/** A subscription as the gateway would send it. A refused one gives its single result with errors. */
export async function* subscribeAs(
  service: Pick<Service, 'name' | 'subgraph'>,
  viewer: Viewer | null,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  options: CallOptions = {},
): AsyncGenerator<SubgraphResult, void> {
  const results = await subgraphOf(service).subscribe(requestOf(service, viewer, query, variables, options));
  if (Symbol.asyncIterator in results) yield* results;
  else yield results;
}
