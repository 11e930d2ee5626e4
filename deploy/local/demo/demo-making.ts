import type { GraphqlGateway } from '@aether/graphql-gateway';
import type { FirstTenant, IdentityService } from '@aether/identity';
import { DemoApi } from './demo-api.ts';
import { makeDemo } from './make-demo.ts';

export interface DemoMakingOptions {
  readonly identity: IdentityService;
  readonly gateway: GraphqlGateway;
  readonly tenant: FirstTenant;
  readonly address: string;
  readonly newRequestId: () => string;
  readonly monotonicMs: () => number;
  readonly say: (line: string) => void;
}

/** The making of the demo beside everything else; disposing ends it, and the next start goes on. */
export class DemoMaking implements AsyncDisposable {
  readonly #options: DemoMakingOptions;
  readonly #stop = new AbortController();
  #making: Promise<void> = Promise.resolve();

  constructor(options: DemoMakingOptions) {
    this.#options = options;
  }

  start(): void {
    this.#making = this.#make();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#making;
  }

  async #make(): Promise<void> {
    const { identity, gateway, tenant, address, newRequestId, monotonicMs, say } = this.#options;
    const { tenantId, ownerId, created } = tenant;
    const { signal } = this.#stop;
    const { people } = identity;
    const api = new DemoApi({
      execute: (request, context) => gateway.execute(request, context),
      viewerOf: (email) => people.viewerOf(tenantId, email),
      newRequestId,
      signal,
    });
    const began = monotonicMs();
    say(
      created
        ? '· demo: being made in the background (start with --empty for none)'
        : '· demo: going on where it was interrupted',
    );
    try {
      await makeDemo({ api, people, tenantId, ownerId, address }, (line) => say(`✓ demo: ${line}`));
      await identity.finishDemo(tenantId);
      say(`✓ demo: ready after ${((monotonicMs() - began) / 1_000).toFixed(0)} s`);
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      say(`✗ demo: ${why}\n  The next start goes on with it; --empty leaves it as it is.`);
    }
  }
}
