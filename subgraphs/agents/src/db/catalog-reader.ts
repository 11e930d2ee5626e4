import { type Database, tenantStatement } from '@aether/common/graph';
import type { Clock, PageRequest } from '@aether/common/service';
import type { ModelCapability, ModelRecord, ProviderRecord } from '../models/catalog.ts';
import type { BuiltInCatalog } from './built-in-catalog.ts';
import { OVERRIDE } from './price-override.ts';
import { catalogHeadRow, modelRow, providerRow } from './rows.ts';

export interface ModelFilter {
  readonly search?: string | null;
  readonly providerId?: string | null;
  readonly capabilities?: readonly ModelCapability[] | null;
  readonly enabled?: boolean | null;
}

const PROVIDERS = tenantStatement(
  'agents.providers',
  'MATCH (provider:Provider {tenantId: $tenantId}) RETURN provider {.*} AS provider ORDER BY provider.slug',
);
const PROVIDERS_BY_IDS = tenantStatement(
  'agents.providers-by-ids',
  'UNWIND $ids AS id MATCH (provider:Provider {tenantId: $tenantId, id: id}) RETURN provider {.*} AS provider',
);
const MODELS_BY_IDS = tenantStatement(
  'agents.models-by-ids',
  `UNWIND $ids AS id MATCH (model:LLM {tenantId: $tenantId, id: id}) RETURN model {.*} AS model, ${OVERRIDE}`,
);
const MODELS_BY_SLUGS = tenantStatement(
  'agents.models-by-slugs',
  `UNWIND $slugs AS slug MATCH (model:LLM {tenantId: $tenantId, slug: slug}) RETURN model {.*} AS model, ${OVERRIDE}`,
);
const MODELS_OF_PROVIDERS = tenantStatement(
  'agents.models-of-providers',
  `UNWIND $ids AS id MATCH (model:LLM {tenantId: $tenantId, providerId: id}) RETURN model {.*} AS model, ${OVERRIDE} ORDER BY model.slug`,
);
const MODEL_PAGE = tenantStatement(
  'agents.page-of-models',
  `MATCH (model:LLM {tenantId: $tenantId})
   WHERE model.slug > $after
     AND ($search IS NULL OR toLower(model.slug) CONTAINS $search)
     AND ($providerId IS NULL OR model.providerId = $providerId)
     AND ($enabled IS NULL OR model.enabled = $enabled)
     AND all(capability IN $capabilities WHERE capability IN model.capabilities)
   WITH model ORDER BY model.slug LIMIT $limit
   RETURN model {.*} AS model, ${OVERRIDE} ORDER BY model.slug`,
);
const HEAD = tenantStatement(
  'agents.catalog-head',
  'MATCH (head:CatalogHead {tenantId: $tenantId}) RETURN head.revision AS revision, head.removed AS removed',
);

/** Reads the model catalog of a tenant. The built-in provider is there from the first look. */
export class CatalogReader {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #builtIn: BuiltInCatalog;

  constructor(options: { readonly database: Database; readonly clock: Clock; readonly builtIn: BuiltInCatalog }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#builtIn = options.builtIn;
  }

  async providers(tenantId: string): Promise<readonly ProviderRecord[]> {
    return (await (await this.#session(tenantId)).read(PROVIDERS, {}, providerRow)).map((row) => row.provider);
  }

  async providersByIds(tenantId: string, ids: readonly string[]): Promise<readonly ProviderRecord[]> {
    return (await (await this.#session(tenantId)).read(PROVIDERS_BY_IDS, { ids }, providerRow)).map(
      (row) => row.provider,
    );
  }

  async modelsByIds(tenantId: string, ids: readonly string[]): Promise<readonly ModelRecord[]> {
    return (await (await this.#session(tenantId)).read(MODELS_BY_IDS, { ids, at: this.#now() }, modelRow)).map(
      (row) => row.model,
    );
  }

  async modelsBySlugs(tenantId: string, slugs: readonly string[]): Promise<readonly ModelRecord[]> {
    return (await (await this.#session(tenantId)).read(MODELS_BY_SLUGS, { slugs, at: this.#now() }, modelRow)).map(
      (row) => row.model,
    );
  }

  async modelsOfProviders(tenantId: string, ids: readonly string[]): Promise<readonly ModelRecord[]> {
    return (await (await this.#session(tenantId)).read(MODELS_OF_PROVIDERS, { ids, at: this.#now() }, modelRow)).map(
      (row) => row.model,
    );
  }

  /** By slug; up to `page.first + 1` rows. */
  async modelPage(tenantId: string, filter: ModelFilter, page: PageRequest): Promise<readonly ModelRecord[]> {
    const parameters = {
      search: filter.search?.trim().toLowerCase() || null,
      providerId: filter.providerId ?? null,
      enabled: filter.enabled ?? null,
      capabilities: filter.capabilities ?? [],
      after: page.after?.[0] ?? '',
      limit: page.first + 1,
      at: this.#now(),
    };
    return (await (await this.#session(tenantId)).read(MODEL_PAGE, parameters, modelRow)).map((row) => row.model);
  }

  /** Number of the last change, and the ids that were removed after `since`. */
  async head(
    tenantId: string,
    since: number,
  ): Promise<{ readonly revision: number; readonly removedIds: readonly string[] }> {
    const [head] = await (await this.#session(tenantId)).read(HEAD, {}, catalogHeadRow);
    const removed = head?.removed ?? [];
    return {
      revision: head?.revision ?? 0,
      removedIds: removed.filter((entry) => entry.revision > since).map((entry) => entry.id),
    };
  }

  async #session(tenantId: string) {
    await this.#builtIn.ensure(tenantId);
    return this.#database.tenant(tenantId);
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
