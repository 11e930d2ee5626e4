import type { Service } from '@aether/common/service';

export interface Probed {
  /** Calls of models and embeddings, and the time from each call to the last byte of its answer, added up. */
  readonly modelCalls: number;
  readonly modelMs: number;
  /** Subscriptions that executions was asked for, and how many of them were open at once. */
  readonly streamsOpened: number;
  readonly streamsAtOnce: number;
  readonly streamsOpen: number;
}

/** Counts what passes between services. */
export class Probes {
  #modelCalls = 0;
  #modelMs = 0;
  #streamsOpened = 0;
  #streamsAtOnce = 0;
  #streamsOpen = 0;
  #mayTalk = Promise.withResolvers<void>();

  /** What was counted since the last time. */
  take(): Probed {
    const probed = {
      modelCalls: this.#modelCalls,
      modelMs: this.#modelMs,
      streamsOpened: this.#streamsOpened,
      streamsAtOnce: this.#streamsAtOnce,
      streamsOpen: this.#streamsOpen,
    };
    this.#modelCalls = 0;
    this.#modelMs = 0;
    this.#streamsOpened = 0;
    this.#streamsAtOnce = this.#streamsOpen;
    return probed;
  }

  /** Lets the run talk that waits for it, or the next one that will. */
  letTalk(): void {
    this.#mayTalk.resolve();
  }

  async untilTalk(): Promise<void> {
    await this.#mayTalk.promise;
    this.#mayTalk = Promise.withResolvers();
  }

  /** A fetch whose calls are timed until their answers have been read. */
  timed(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      this.#modelCalls += 1;
      const began = performance.now();
      const response = await fetch(input, init);
      const end = (): void => {
        this.#modelMs += performance.now() - began;
      };
      if (response.body === null) {
        end();
        return response;
      }
      const body = response.body.pipeThrough(new TransformStream({ flush: end }));
      return new Response(body, { status: response.status, headers: response.headers });
    };
  }

  /** The service, with its subscriptions counted. */
  counted(service: Service): Service {
    const { subgraph } = service;
    if (subgraph === null) return service;
    return {
      name: service.name,
      routes: service.routes,
      start: () => service.start(),
      readiness: () => service.readiness(),
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
      subgraph: {
        name: subgraph.name,
        schema: subgraph.schema,
        execute: (request) => subgraph.execute(request),
        subscribe: async (request) => {
          this.#streamsOpened += 1;
          this.#streamsOpen += 1;
          this.#streamsAtOnce = Math.max(this.#streamsAtOnce, this.#streamsOpen);
          const results = await subgraph.subscribe(request);
          if (Symbol.asyncIterator in results) return whenDone(results, () => (this.#streamsOpen -= 1));
          this.#streamsOpen -= 1;
          return results;
        },
      },
    };
  }
}

/** Calls `done` once, when the stream ends or is left. */
function whenDone<Item>(items: AsyncIterableIterator<Item>, done: () => void): AsyncIterableIterator<Item> {
  let isDone = false;
  const finish = (): void => {
    if (!isDone) done();
    isDone = true;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const result = await items.next();
      if (result.done) finish();
      return result;
    },
    async return() {
      finish();
      return (await items.return?.()) ?? { done: true, value: undefined };
    },
  };
}
