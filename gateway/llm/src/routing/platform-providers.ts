import type { Logger } from '@aether/common/service';
import type { ProviderAdapter } from '../providers/provider-adapter.ts';
import type { Provider, ProviderModel } from './provider.ts';

export interface PlatformProvider {
  readonly slug: string;
  readonly baseUrl: string | null;
  readonly builtIn: boolean;
  readonly adapter: ProviderAdapter;
  readonly adapterWith: Provider['adapterWith'];
}

/** A provider that did not answer is asked again after this long. */
const REPAIR_MS = 30_000;
/** The others only in each so many rounds. */
const ROUNDS_PER_REFRESH = 10;

/**
 * The providers of the environment, for every tenant. They are asked for their models in the background: a vendor
 * that is down delays nothing, its names are then passed on unchecked.
 */
export class PlatformProviders implements AsyncDisposable {
  readonly #providers: readonly PlatformProvider[];
  readonly #logger: Logger;
  readonly #models = new Map<string, readonly ProviderModel[]>();
  readonly #problems = new Map<string, string>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #refreshing: Promise<void> = Promise.resolve();
  #rounds = 0;

  constructor(providers: readonly PlatformProvider[], logger: Logger) {
    this.#providers = providers;
    this.#logger = logger;
  }

  /** The built-in models are there when this resolves; vendors follow. */
  async start(): Promise<void> {
    await Promise.all(this.#providers.filter(({ builtIn }) => builtIn).map((provider) => this.#ask(provider)));
    this.#refreshing = this.#refresh();
    this.#timer = setInterval(() => {
      this.#refreshing = this.#refresh();
    }, REPAIR_MS);
    this.#timer.unref();
  }

  list(): readonly Provider[] {
    return this.#providers.map((provider) => ({
      ...provider,
      tenantId: null,
      ownConnection: null,
      models: this.#models.get(provider.slug) ?? null,
    }));
  }

  /** What went wrong when this provider was last asked; null = nothing. */
  problemOf(slug: string): string | null {
    return this.#problems.get(slug) ?? null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#refreshing;
  }

  /** Never rejects: a failure is kept as that provider's problem. */
  async #refresh(): Promise<void> {
    const all = this.#rounds % ROUNDS_PER_REFRESH === 0;
    this.#rounds += 1;
    await Promise.all(
      this.#providers
        .filter(({ slug, builtIn }) => !builtIn && (all || this.#problems.has(slug)))
        .map((provider) => this.#ask(provider)),
    );
  }

  async #ask({ slug, adapter }: PlatformProvider): Promise<void> {
    try {
      const models = await adapter.listModels(this.#stopping.signal);
      this.#models.set(
        slug,
        models.map((model) => ({ ...model, id: null, prices: null, limits: null })),
      );
      this.#problems.delete(slug);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!this.#stopping.signal.aborted && this.#problems.get(slug) !== problem)
        this.#logger.warn({ provider: slug, problem }, 'models of a provider are not known');
      this.#problems.set(slug, problem);
    }
  }
}
