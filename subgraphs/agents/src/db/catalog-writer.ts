import { type TenantTransaction, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { ModelCapability, ModelPrices, ModelRecord, ProviderRecord } from '../models/catalog.ts';
import { countRow, modelRow, providerRow } from './rows.ts';

const PROVIDER = tenantStatement(
  'agents.provider-for-write',
  'MATCH (provider:Provider {tenantId: $tenantId, id: $id}) RETURN provider {.*} AS provider',
);
const MODEL = tenantStatement(
  'agents.model-for-write',
  'MATCH (model:LLM {tenantId: $tenantId, id: $id}) RETURN model {.*} AS model, null AS override',
);
const MODELS_OF = tenantStatement(
  'agents.models-for-write',
  'MATCH (model:LLM {tenantId: $tenantId, providerId: $providerId}) RETURN model {.*, declaredCapabilities: null} AS model, null AS override',
);
const CREATE_PROVIDER = tenantStatement(
  'agents.create-provider',
  'CREATE (provider:Provider {tenantId: $tenantId}) SET provider += $properties RETURN provider {.*} AS provider',
);
const UPDATE_PROVIDER = tenantStatement(
  'agents.update-provider',
  'MATCH (provider:Provider {tenantId: $tenantId, id: $id}) SET provider += $properties RETURN provider {.*} AS provider',
);
const SAVE_MODELS = tenantStatement(
  'agents.save-models',
  `MATCH (provider:Provider {tenantId: $tenantId, id: $providerId})
   UNWIND $models AS entry
   MERGE (model:LLM {tenantId: $tenantId, slug: entry.slug})
   ON CREATE SET model.createdAt = $at
   SET model += entry, model.updatedAt = $at
   MERGE (provider)-[:OFFERS]->(model)
   RETURN count(model) AS count`,
);
const UPDATE_MODEL = tenantStatement(
  'agents.update-model',
  'MATCH (model:LLM {tenantId: $tenantId, id: $id}) SET model += $properties RETURN model {.*} AS model, null AS override',
);
const ADD_PRICE = tenantStatement(
  'agents.add-model-price',
  'CREATE (price:ModelPrice {tenantId: $tenantId, modelId: $modelId, validFrom: $validFrom}) SET price += $prices RETURN count(price) AS count',
);
const USERS_OF = tenantStatement(
  'agents.agents-that-use-a-provider',
  `MATCH (agent:Agent {tenantId: $tenantId})-[:CONFIGURED_FOR]->(model:LLM {tenantId: $tenantId, providerId: $providerId})
   RETURN DISTINCT agent.slug AS slug ORDER BY slug LIMIT 10`,
);
const REMOVE_PROVIDER = tenantStatement(
  'agents.remove-provider',
  `MATCH (provider:Provider {tenantId: $tenantId, id: $providerId})
   OPTIONAL MATCH (model:LLM {tenantId: $tenantId, providerId: $providerId})
   OPTIONAL MATCH (price:ModelPrice {tenantId: $tenantId, modelId: model.id})
   WITH provider, collect(DISTINCT model) AS models, collect(DISTINCT price) AS prices
   WITH provider, models, prices, [model IN models | model.id] AS ids
   FOREACH (price IN prices | DELETE price)
   FOREACH (model IN models | DETACH DELETE model)
   DETACH DELETE provider
   RETURN ids`,
);

/** What a person sets on a model; `declaredCapabilities` win over reported ones. */
export interface ModelProperties extends Partial<
  Pick<ModelRecord, 'enabled' | 'requestsPerMinute' | 'tokensPerMinute'>
> {
  readonly declaredCapabilities?: readonly ModelCapability[] | null;
}

/** Statements of the catalog inside a `CatalogChanges.change`. */
export class CatalogWriter {
  readonly #transaction: TenantTransaction;

  constructor(transaction: TenantTransaction) {
    this.#transaction = transaction;
  }

  async provider(id: string): Promise<ProviderRecord | null> {
    return (await this.#transaction.run(PROVIDER, { id }, providerRow))[0]?.provider ?? null;
  }

  async model(id: string): Promise<ModelRecord | null> {
    return (await this.#transaction.run(MODEL, { id }, modelRow))[0]?.model ?? null;
  }

  /** As reported, whatever a person has put over it. */
  async modelsOf(providerId: string): Promise<readonly ModelRecord[]> {
    return (await this.#transaction.run(MODELS_OF, { providerId }, modelRow)).map((row) => row.model);
  }

  /** The unique constraint on the slug may refuse it. */
  async createProvider(properties: ProviderRecord, at: string): Promise<ProviderRecord> {
    const [row] = await this.#transaction.run(
      CREATE_PROVIDER,
      { properties: { ...properties, createdAt: at, updatedAt: at } },
      providerRow,
    );
    if (row === undefined) throw new Error('Neo4j created a provider and answered no row.');
    return row.provider;
  }

  async updateProvider(id: string, properties: Partial<ProviderRecord>): Promise<ProviderRecord | null> {
    return (await this.#transaction.run(UPDATE_PROVIDER, { id, properties }, providerRow))[0]?.provider ?? null;
  }

  async saveModels(providerId: string, models: readonly ModelRecord[], at: string): Promise<void> {
    if (models.length > 0) await this.#transaction.run(SAVE_MODELS, { providerId, models, at }, countRow);
  }

  async updateModel(id: string, properties: ModelProperties): Promise<void> {
    await this.#transaction.run(UPDATE_MODEL, { id, properties }, modelRow);
  }

  async addPrice(price: {
    readonly modelId: string;
    readonly validFrom: string;
    readonly prices: Partial<ModelPrices>;
  }): Promise<void> {
    await this.#transaction.run(ADD_PRICE, price, countRow);
  }

  /** Slugs of up to ten published agents that name a model of the provider. */
  async usersOf(providerId: string): Promise<readonly string[]> {
    return (await this.#transaction.run(USERS_OF, { providerId }, z.object({ slug: z.string() }))).map(
      (row) => row.slug,
    );
  }

  /** Ids of the models that went with it. */
  async removeProvider(providerId: string): Promise<readonly string[]> {
    const [row] = await this.#transaction.run(REMOVE_PROVIDER, { providerId }, z.object({ ids: z.array(z.string()) }));
    return row?.ids ?? [];
  }
}
