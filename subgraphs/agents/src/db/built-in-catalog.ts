import { type Database, tenantStatement } from '@aether/common/graph';
import type { Clock } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { BUILT_IN_MODELS, BUILT_IN_PROVIDER } from '../catalog.ts';
import { revisionRow } from './rows.ts';

const ENSURE = tenantStatement(
  'agents.ensure-built-in-catalog',
  `MERGE (head:CatalogHead {tenantId: $tenantId})
   ON CREATE SET head.id = $tenantId, head.revision = 1, head.removed = []
   MERGE (provider:Provider {tenantId: $tenantId, slug: $provider.slug})
   ON CREATE SET provider += $provider
   WITH head, provider
   UNWIND $models AS entry
   MERGE (model:LLM {tenantId: $tenantId, slug: entry.slug})
   ON CREATE SET model += entry, model.providerId = provider.id
   MERGE (provider)-[:OFFERS]->(model)
   RETURN DISTINCT head.revision AS revision`,
);

/** Tenants that one process remembers as served; one more than needed costs a statement that changes nothing. */
const REMEMBERED = 10_000;

/** Gives every tenant the provider that needs no network and no key: on its creation, or when its catalog is first read. */
export class BuiltInCatalog {
  readonly #options: { readonly database: Database; readonly clock: Clock; readonly ids: IdSource };
  readonly #ensured = new Map<string, Promise<unknown>>();

  constructor(options: { readonly database: Database; readonly clock: Clock; readonly ids: IdSource }) {
    this.#options = options;
  }

  async ensure(tenantId: string): Promise<void> {
    const known = this.#ensured.get(tenantId);
    if (known !== undefined) {
      await known;
      return;
    }
    if (this.#ensured.size >= REMEMBERED) this.#ensured.clear();
    const made = this.#make(tenantId);
    this.#ensured.set(tenantId, made);
    try {
      await made;
    } catch (error) {
      this.#ensured.delete(tenantId);
      throw error;
    }
  }

  #make(tenantId: string): Promise<unknown> {
    const { database, clock, ids } = this.#options;
    const at = clock.now().toISOString();
    const common = { status: 'HEALTHY', enabled: true, builtIn: true, revision: 1, createdAt: at, updatedAt: at };
    // Free of charge is a known price: zero, not absent.
    const prices = { inputPricePerMillion: 0, outputPricePerMillion: 0, cachedInputPricePerMillion: 0 };
    const provider = { ...BUILT_IN_PROVIDER, ...common, id: ids('prv') };
    const models = BUILT_IN_MODELS.map((model) => ({ ...model, ...common, ...prices, id: ids('mdl') }));
    return database.tenant(tenantId).write(ENSURE, { provider, models }, revisionRow);
  }
}
