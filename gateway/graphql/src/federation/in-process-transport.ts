import type { Service, SubgraphRequest, SubgraphResult } from '@aether/common/service';
import type { SubgraphTransport } from './subgraph-transport.ts';

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

/** A subgraph in this process. Variables and results make the JSON round trip that a socket would make, so nothing is shared. */
export class InProcessTransport implements SubgraphTransport {
  readonly #subgraph: NonNullable<Service['subgraph']>;

  constructor(subgraph: NonNullable<Service['subgraph']>) {
    this.#subgraph = subgraph;
  }

  async execute(request: SubgraphRequest): Promise<SubgraphResult> {
    return throughJson(await this.#subgraph.execute({ ...request, variables: throughJson(request.variables ?? {}) }));
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult> {
    const result = await this.#subgraph.subscribe({ ...request, variables: throughJson(request.variables ?? {}) });
    // Every execution of the gateway clones the event for itself (see FederatedSubscriptions), so the stream needs no second copy.
    return Symbol.asyncIterator in result ? result : throughJson(result);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The service belongs to the composition root.
  }
}
