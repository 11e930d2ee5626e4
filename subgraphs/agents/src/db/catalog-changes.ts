import {
  type Database,
  type DomainEvent,
  type Outbox,
  type TenantTransaction,
  tenantStatement,
} from '@aether/common/graph';
import type { Clock } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { CATALOG_CHANNEL } from '@aether/schema';
import { z } from 'zod';
import type { Cause } from '../events/cause.ts';
import { events } from '../events/events.ts';
import type { BuiltInCatalog } from './built-in-catalog.ts';
import { catalogHeadRow } from './rows.ts';

// Writing the id that is there already changes nothing and takes the lock, so revisions are given one after the other.
const LOCK = tenantStatement(
  'agents.lock-catalog',
  `MATCH (head:CatalogHead {tenantId: $tenantId}) SET head.id = $tenantId
   WITH head RETURN head.revision AS revision, head.removed AS removed`,
);
const MOVE = tenantStatement(
  'agents.move-catalog-head',
  `MATCH (head:CatalogHead {tenantId: $tenantId}) SET head.revision = $revision, head.removed = $removed
   WITH head
   UNWIND CASE WHEN size($touched) = 0 THEN [null] ELSE $touched END AS id
   OPTIONAL MATCH (provider:Provider {tenantId: $tenantId, id: id}) SET provider.revision = $revision, provider.updatedAt = $at
   WITH id
   OPTIONAL MATCH (server:ToolServer {tenantId: $tenantId, id: id}) SET server.revision = $revision, server.updatedAt = $at
   RETURN count(*) AS touched`,
);

/** Removed ids that are remembered; a gateway that slept through more of them reads everything again at its next start. */
const REMEMBERED_REMOVALS = 2_000;

/** The catalog of one tenant, locked, inside the transaction of a write. */
export interface CatalogChange {
  readonly transaction: TenantTransaction;
  readonly at: string;
  /** Marks a provider or tool server as changed, by itself or by one of its models or tools. */
  touch(id: string): void;
  remove(ids: readonly string[]): void;
  tell(event: DomainEvent): void;
}

/** Every write to the catalogs of models and tools goes through here. A write that touches nothing makes no revision and tells nothing. */
export class CatalogChanges {
  readonly #options: {
    readonly database: Database;
    readonly outbox: Outbox;
    readonly streams: Streams;
    readonly clock: Clock;
    readonly builtIn: BuiltInCatalog;
  };

  constructor(options: {
    readonly database: Database;
    readonly outbox: Outbox;
    readonly streams: Streams;
    readonly clock: Clock;
    readonly builtIn: BuiltInCatalog;
  }) {
    this.#options = options;
  }

  /** @param cause null when the gateway acts by itself */
  async change<Result>(
    tenantId: string,
    cause: Cause | null,
    work: (change: CatalogChange) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly revision: number }> {
    const { database, outbox, streams, clock, builtIn } = this.#options;
    await builtIn.ensure(tenantId);
    const answer = await database.tenant(tenantId).transaction(async (transaction) => {
      const at = clock.now().toISOString();
      const touched = new Set<string>();
      const gone: string[] = [];
      const told: DomainEvent[] = [];
      const [head] = await transaction.run(LOCK, {}, catalogHeadRow);
      if (head === undefined) throw new Error(`The tenant ${tenantId} has no catalog.`);
      const result = await work({
        transaction,
        at,
        touch: (id) => touched.add(id),
        remove: (ids) => gone.push(...ids),
        tell: (event) => told.push(event),
      });
      if (touched.size === 0 && gone.length === 0) return { result, revision: head.revision };
      const revision = head.revision + 1;
      const removed = [...head.removed, ...gone.map((id) => ({ revision, id }))]
        .slice(-REMEMBERED_REMOVALS)
        .map((entry) => `${entry.revision}:${entry.id}`);
      await transaction.run(MOVE, { revision, removed, touched: [...touched], at }, z.object({ touched: z.number() }));
      await outbox.append(transaction, [...told, events.catalogChanged(cause, tenantId, revision)]);
      return { result, revision };
    });
    outbox.ring();
    streams.publish(CATALOG_CHANNEL, { tenantId });
    return answer;
  }
}
