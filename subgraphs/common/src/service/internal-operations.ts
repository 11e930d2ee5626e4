import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Viewer } from '../security/viewer.ts';

export interface InternalCall {
  /** Person or service account whose rights the owner checks; null = the service acts for itself. */
  readonly onBehalfOf: Viewer | null;
  readonly requestId?: string;
  readonly traceparent?: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Trusted operations from one service to exactly one other (schema/operations/internal). Never through the gateway.
 * @throws PlatformError with the owner's code and sentence when the owner refuses
 */
export interface InternalOperations {
  call<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: InternalCall,
  ): Promise<Data>;
}
