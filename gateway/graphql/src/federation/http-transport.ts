import {
  mapStream,
  RemoteSubgraph,
  type RemoteSubgraphOptions,
  type SubgraphRequest,
  type SubgraphResult,
  SubgraphUnavailableError,
} from '@aether/common/service';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { SubgraphTransport } from './subgraph-transport.ts';

const resultSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

const isResult = (value: unknown): value is SubgraphResult => resultSchema.safeParse(value).success;

/** A subgraph in another process: a pool for operations, one multiplexed socket for streams. */
export class HttpTransport implements SubgraphTransport {
  readonly #options: RemoteSubgraphOptions;
  readonly #remote: RemoteSubgraph;
  #streams: Client | null = null;

  constructor(options: RemoteSubgraphOptions) {
    this.#options = options;
    this.#remote = new RemoteSubgraph(options);
  }

  execute(request: SubgraphRequest): Promise<SubgraphResult> {
    return this.#remote.execute(request);
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult> {
    // Headers travel in the operation's extensions: one socket carries the streams of all viewers, each with its own token.
    const results = this.#client().iterate<Record<string, unknown>>({
      query: request.query,
      operationName: request.operationName ?? null,
      variables: { ...request.variables },
      extensions: { headers: request.headers },
    });
    const stream = mapStream(results, {
      map: (result) =>
        isResult(result) ? result : { errors: [{ message: 'The subgraph sent something that is no result.' }] },
      onError: (error) => {
        // graphql-ws throws the list of errors when the owner refuses, and close events or network errors otherwise.
        if (Array.isArray(error)) return { errors: error };
        throw new SubgraphUnavailableError(this.#options.name, error);
      },
      onEnd: () => request.signal.removeEventListener('abort', stop),
    });
    const stop = (): void => void stream.return?.();
    request.signal.addEventListener('abort', stop, { once: true });
    return stream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#streams?.dispose();
    await this.#remote[Symbol.asyncDispose]();
  }

  #client(): Client {
    this.#streams ??= createClient({
      url: `${this.#options.origin.replace(/^http/u, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: true,
      lazyCloseTimeout: 5_000, // 5 seconds
      keepAlive: 10_000, // 10 seconds
      retryAttempts: 0, // the client of the gateway resumes with its own seq; a silent retry here could lose events
    });
    return this.#streams;
  }
}
