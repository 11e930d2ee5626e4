import { serviceViewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import { ToolCatalogDocument } from '@aether/schema';
import { LRUCache } from 'lru-cache';
import type { GatewayEvents } from '../events.ts';
import { Catalog } from './catalog.ts';

/** A catalog is asked for again after this long; between two answers a lost event is not seen. */
const REFRESH_MS = 10_000;

export interface TenantCatalogsParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly events: GatewayEvents;
  /** After each reading; `listChanged`: clients see another list of tools now. */
  readonly onRead: (tenantId: string, catalog: Catalog, listChanged: boolean) => void;
}

interface Entry {
  readonly catalog: Promise<Catalog>;
  readonly until: number;
}

/** The tool catalog of each tenant, from agents. */
export class TenantCatalogs {
  readonly #parts: TenantCatalogsParts;
  readonly #entries = new LRUCache<string, Entry>({ max: 10_000 });

  constructor(parts: TenantCatalogsParts) {
    this.#parts = parts;
  }

  /** While agents does not answer, the last known catalog serves; without one the error is the caller's. */
  of(tenantId: string): Promise<Catalog> {
    const known = this.#entries.get(tenantId);
    if (known !== undefined && known.until > this.#parts.clock.monotonicMs()) return known.catalog;
    return this.refresh(tenantId);
  }

  /** Tenants whose catalog was asked for since this process was started, at most 10,000. */
  get tenants(): readonly string[] {
    return [...this.#entries.keys()];
  }

  refresh(tenantId: string): Promise<Catalog> {
    const before = this.#entries.get(tenantId)?.catalog ?? null;
    const catalog = this.#load(tenantId, before);
    this.#entries.set(tenantId, { catalog, until: this.#parts.clock.monotonicMs() + REFRESH_MS });
    return catalog;
  }

  async #load(tenantId: string, before: Promise<Catalog> | null): Promise<Catalog> {
    const { operations, events, onRead } = this.#parts;
    const last = await before?.catch(() => null);
    try {
      const { catalogForGateway } = await operations.call(
        ToolCatalogDocument,
        { since: null },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      const catalog = new Catalog(catalogForGateway ?? { toolServers: [], tools: [] });
      onRead(tenantId, catalog, last != null && last.fingerprint() !== catalog.fingerprint());
      return catalog;
    } catch (error) {
      events.catalogUnknown(tenantId, error);
      if (last != null) return last;
      this.#entries.delete(tenantId);
      throw error;
    }
  }
}
