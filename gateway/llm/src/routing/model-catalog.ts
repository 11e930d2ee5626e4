import { matchesModel } from '@aether/schema';
import { ModelNotAllowedError, ModelNotFoundError } from '../errors.ts';
import { describeModel } from '../providers/describe-model.ts';
import type { Provider, ProviderModel } from './provider.ts';
import { nearestNames } from './nearest-names.ts';
import type { Target } from './target.ts';

/** The models that one caller can use: those of the platform and those of the tenant. Pure; made per request. */
export class ModelCatalog {
  readonly #providers: readonly Provider[];
  readonly #allowed: readonly string[];

  /**
   * @param providers on the same slug the earlier one wins, so a tenant's stands before the platform's
   * @param allowed patterns of the models that the caller's API key may use; none = all
   */
  constructor(providers: readonly Provider[], allowed: readonly string[] = []) {
    this.#allowed = allowed;
    this.#providers = providers.filter(
      ({ slug }, index) => providers.findIndex((other) => other.slug === slug) === index,
    );
  }

  list(): readonly Target[] {
    return this.#all().filter(({ slug }) => this.#isAllowed(slug));
  }

  /**
   * By `<provider>/<name>`; by the bare name when exactly one provider has it.
   * @throws ModelNotFoundError with the nearest names, ModelNotAllowedError
   */
  find(model: string): Target {
    const target = this.#find(model);
    if (!this.#isAllowed(target.slug)) throw new ModelNotAllowedError(target.slug, this.#allowed);
    return target;
  }

  #find(model: string): Target {
    const slash = model.indexOf('/');
    const provider = this.#providers.find(({ slug }) => slug === model.slice(0, Math.max(0, slash)));
    if (provider !== undefined) {
      const name = model.slice(slash + 1);
      const known =
        provider.models === null
          ? { ...describeModel(name), id: null, prices: null, limits: null }
          : provider.models.find((entry) => entry.name === name);
      if (known !== undefined && name !== '') return toTarget(provider, known);
    }
    const named = this.#all().filter(({ name }) => name === model);
    if (named.length === 1 && named[0] !== undefined) return named[0];
    throw new ModelNotFoundError(
      model,
      nearestNames(
        model,
        this.list().map(({ slug }) => slug),
      ),
    );
  }

  #all(): readonly Target[] {
    return this.#providers.flatMap((provider) => (provider.models ?? []).map((model) => toTarget(provider, model)));
  }

  #isAllowed(slug: string): boolean {
    return this.#allowed.length === 0 || matchesModel(this.#allowed, slug);
  }
}

function toTarget(provider: Provider, model: ProviderModel): Target {
  const { slug, baseUrl, tenantId, ownConnection, adapter, builtIn } = provider;
  const address = { slug, baseUrl, tenantId, ownKeyOf: null };
  return { ...model, slug: `${slug}/${model.name}`, adapter, ownConnection, builtIn, provider: address };
}
