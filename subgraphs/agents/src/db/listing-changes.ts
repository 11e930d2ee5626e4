import {
  type Database,
  type DomainEvent,
  type Outbox,
  type TenantTransaction,
  tenantStatement,
} from '@aether/common/graph';
import { type Clock, NotFoundError } from '@aether/common/service';
import { type AgentRecord, sightOf } from '../agent/agent.ts';
import type { Cause } from '../events/cause.ts';
import type { ListingRecord } from '../market/listing.ts';
import { AGENT } from './agent-column.ts';
import { LISTED, LISTING } from './listed.ts';
import { listingAndAgentRow } from './listing-rows.ts';
import { VISIBLE } from './visible.ts';

// Writing the tenant that is there already changes nothing and takes the node's lock, as for agents.
const LOCK = tenantStatement(
  'agents.lock-listing',
  `MATCH (listing:Listing {tenantId: $tenantId, id: $listingId}) WHERE ${LISTED}
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE ${VISIBLE}
   SET listing.tenantId = $tenantId
   RETURN ${LISTING}, ${AGENT}`,
);

/** One listing, locked, inside the transaction of a write. */
export interface ListingChange {
  readonly transaction: TenantTransaction;
  readonly listing: ListingRecord;
  readonly agent: AgentRecord;
  readonly cause: Cause;
  readonly at: string;
  /** Adds an event to the outbox. */
  tell(event: DomainEvent): void;
}

/** Every write to a listing that exists, but for publishing it again: lock, look, work, outbox, bell. Rights are the work's. */
export class ListingChanges {
  readonly #options: { readonly database: Database; readonly outbox: Outbox; readonly clock: Clock };

  constructor(options: { readonly database: Database; readonly outbox: Outbox; readonly clock: Clock }) {
    this.#options = options;
  }

  /** @throws NotFoundError when the viewer sees no such listing */
  async change<Result>(
    cause: Cause,
    listingId: string,
    work: (change: ListingChange) => Promise<Result>,
  ): Promise<Result> {
    const { database, outbox, clock } = this.#options;
    const { viewer } = cause;
    let told: DomainEvent[] = [];
    const result = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
      told = [];
      const at = clock.now().toISOString();
      const [row] = await transaction.run(LOCK, { listingId, ...sightOf(viewer) }, listingAndAgentRow);
      if (row === undefined) throw new NotFoundError('listing', listingId);
      const done = await work({ transaction, ...row, cause, at, tell: (event) => told.push(event) });
      await outbox.append(transaction, told);
      return done;
    });
    if (told.length > 0) outbox.ring();
    return result;
  }
}
