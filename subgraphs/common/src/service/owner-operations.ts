import { ERROR_CODES, type ErrorCode, INTERNAL_OPERATIONS } from '@aether/schema';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, type GraphQLFormattedError, Kind, print } from 'graphql';
import type { InternalTokens } from '../security/internal-tokens.ts';
import type { InternalCall, InternalOperations } from './internal-operations.ts';
import { PlatformError } from './platform-error.ts';
import { toServiceHeaders } from './service-headers.ts';
import type { SubgraphExecutor, SubgraphResult } from './subgraph-executor.ts';

export interface OperationTarget {
  execute(request: Parameters<SubgraphExecutor['execute']>[0]): Promise<SubgraphResult>;
}

interface PreparedOperation {
  readonly name: string;
  readonly owner: string;
  readonly query: string;
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in ERROR_CODES;

/** The owner's refusal with its own code and sentence; whatever has no code of ours is an unexpected failure. */
function toError(operation: PreparedOperation, error: GraphQLFormattedError): Error {
  const { code, hint, facts, path } = error.extensions ?? {};
  if (!isErrorCode(code) || code === 'INTERNAL_SERVER_ERROR')
    return new Error(`${operation.owner}.${operation.name} failed: ${error.message}`);
  return new PlatformError(code, error.message, {
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof facts === 'object' && facts !== null ? { facts: { ...facts } } : {}),
    ...(Array.isArray(path) ? { path: path.map(String) } : {}),
  });
}

/** Sends trusted operations to their owner. `targetOf` gives the owner's executor in process, or its HTTP client. */
export class OwnerOperations implements InternalOperations {
  readonly #options: {
    readonly service: string;
    readonly tokens: InternalTokens;
    readonly targetOf: (owner: string) => OperationTarget;
  };
  readonly #prepared = new WeakMap<DocumentNode, PreparedOperation>();

  constructor(options: {
    readonly service: string;
    readonly tokens: InternalTokens;
    readonly targetOf: (owner: string) => OperationTarget;
  }) {
    this.#options = options;
  }

  async call<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: InternalCall,
  ): Promise<Data> {
    const operation = this.#prepare(document);
    const { service, tokens, targetOf } = this.#options;
    const result = await targetOf(operation.owner).execute({
      query: operation.query,
      operationName: operation.name,
      // The same JSON that a socket would carry: no shared objects, no undefined.
      variables: JSON.parse(JSON.stringify(variables)),
      headers: toServiceHeaders(tokens, {
        service,
        audience: operation.owner,
        viewer: options.onBehalfOf,
        requestId: options.requestId ?? '',
        traceparent: options.traceparent ?? null,
      }),
      signal: options.signal ?? new AbortController().signal,
    });
    const error = result.errors?.[0];
    if (error !== undefined) throw toError(operation, error);
    return JSON.parse(JSON.stringify(result.data));
  }

  #prepare(document: DocumentNode): PreparedOperation {
    const known = this.#prepared.get(document);
    if (known !== undefined) return known;
    const definition = document.definitions.find((entry) => entry.kind === Kind.OPERATION_DEFINITION);
    const name = definition?.name?.value ?? '';
    const owner = Object.entries(INTERNAL_OPERATIONS).find(([operation]) => operation === name)?.[1].owner;
    if (owner === undefined)
      throw new Error(`"${name}" is no internal operation: add it to schema/src/internal-operations.ts.`);
    const prepared = { name, owner, query: print(document) };
    this.#prepared.set(document, prepared);
    return prepared;
  }
}
