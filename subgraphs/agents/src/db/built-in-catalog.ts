import { type Database, tenantStatement } from '@aether/common/graph';
import type { Clock } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { CATALOG_CHANNEL, type IdSource } from '@aether/schema';
import { BUILT_IN_MODELS, BUILT_IN_PROVIDER } from '../models/catalog.ts';
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

// The head is locked before it is read: a provider that is new moves the catalog by one revision, known ones move nothing.
const ENSURE_PLATFORM = tenantStatement(
  'agents.ensure-platform-providers',
  `MATCH (head:CatalogHead {tenantId: $tenantId}) SET head.lock = $nonce
   WITH head, head.revision + 1 AS next
   UNWIND $providers AS entry
   MERGE (provider:Provider {tenantId: $tenantId, slug: entry.slug})
   ON CREATE SET provider += entry, provider.revision = next
   WITH head, next, max(provider.revision) AS newest
   SET head.revision = CASE WHEN newest = next THEN next ELSE head.revision END
   RETURN head.revision AS revision`,
);

export interface BuiltInCatalogOptions {
  readonly database: Database;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Slugs of providers that the platform's operator has set up for every tenant. */
  readonly platformProviders: readonly string[];
}

/** Tenants that one process remembers as served; one more than needed costs a statement that changes nothing. */
const REMEMBERED = 10_000;

/** Gives every tenant the providers it need not add: the one without network and key, and those of the operator. On its creation, or when its catalog is first read. */
export class BuiltInCatalog {
  readonly #options: BuiltInCatalogOptions;
  readonly #ensured = new Map<string, Promise<unknown>>();

  constructor(options: BuiltInCatalogOptions) {
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

  async #make(tenantId: string): Promise<void> {
    const { database, streams, clock, ids, platformProviders } = this.#options;
    const at = clock.now().toISOString();
    const common = { status: 'HEALTHY', enabled: true, builtIn: true, revision: 1, createdAt: at, updatedAt: at };
    // Free of charge is a known price: zero, not absent.
    const prices = { inputPricePerMillion: 0, outputPricePerMillion: 0, cachedInputPricePerMillion: 0 };
    const provider = { ...BUILT_IN_PROVIDER, ...common, id: ids('prv') };
    const models = BUILT_IN_MODELS.map((model) => ({ ...model, ...common, ...prices, id: ids('mdl') }));
    const session = database.tenant(tenantId);
    await session.write(ENSURE, { provider, models }, revisionRow);
    if (platformProviders.length > 0) {
      const providers = platformProviders.map((slug) => ({
        id: ids('prv'),
        slug,
        name: slug,
        protocol: 'OPENAI',
        status: 'UNKNOWN',
        enabled: true,
        builtIn: false,
        createdAt: at,
        updatedAt: at,
      }));
      await session.write(ENSURE_PLATFORM, { providers, nonce: ids('prv') }, revisionRow);
    }
    // The LLM gateway asks the operator's vendors what they have and reports it, before anybody calls a model.
    streams.publish(CATALOG_CHANNEL, { tenantId });
  }
}
