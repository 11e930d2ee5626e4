import { ModelNotFoundError } from '../errors.ts';
import { describeModel } from '../providers/describe-model.ts';
import type { Provider, ProviderModel } from './provider.ts';
import { nearestNames } from './nearest-names.ts';
import type { Target } from './target.ts';

/** The models that one caller can use: those of the platform and those of the tenant. Pure; made per request. */
export class ModelCatalog {
  readonly #providers: readonly Provider[];

  /** @param providers on the same slug the earlier one wins, so a tenant's stands before the platform's */
  constructor(providers: readonly Provider[]) {
    this.#providers = providers.filter(
      ({ slug }, index) => providers.findIndex((other) => other.slug === slug) === index,
    );
  }

  list(): readonly Target[] {
    return this.#providers.flatMap((provider) => (provider.models ?? []).map((model) => toTarget(provider, model)));
  }

  /**
   * By `<provider>/<name>`; by the bare name when exactly one provider has it.
   * @throws ModelNotFoundError with the nearest names
   */
  find(model: string): Target {
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
    const all = this.list();
    const named = all.filter(({ name }) => name === model);
    if (named.length === 1 && named[0] !== undefined) return named[0];
    throw new ModelNotFoundError(
      model,
      nearestNames(
        model,
        all.map(({ slug }) => slug),
      ),
    );
  }
}

function toTarget(provider: Provider, model: ProviderModel): Target {
  const { slug, baseUrl, tenantId, adapter, builtIn } = provider;
  return { ...model, slug: `${slug}/${model.name}`, adapter, builtIn, provider: { slug, baseUrl, tenantId } };
}
