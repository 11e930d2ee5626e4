import type { SubgraphRequest, SubgraphResult } from '@aether/common/service';

/** How operations reach one subgraph: in this process, or over HTTP and graphql-ws. Both behave alike; a test compares them. */
export interface SubgraphTransport {
  execute(request: SubgraphRequest): Promise<SubgraphResult>;
  /** The stream, or one result with errors when the owner refuses. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult>;
  [Symbol.asyncDispose](): Promise<void>;
}
