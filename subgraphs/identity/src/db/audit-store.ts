import { type Database, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { canonicalJson, type IdSource, type JsonValue } from '@aether/schema';
import { z } from 'zod';
import { type AuditContent, type AuditRecord, CHAIN_START, type ChainEnd, linkEvents } from '../audit-chain.ts';
import { orNull } from './rows.ts';

// MERGE and SET take the head's lock: appenders of one tenant wait for each other, whatever process they run in.
const LOCK_HEAD = tenantStatement(
  'identity.lock-audit-head',
  `MERGE (head:AuditHead {tenantId: $tenantId}) ON CREATE SET head.id = $tenantId, head.seq = 0, head.hash = $start
   SET head.lock = $nonce
   RETURN head.seq AS seq, head.hash AS hash`,
);
const KNOWN = tenantStatement(
  'identity.known-audit-events',
  'UNWIND $eventIds AS eventId MATCH (event:AuditEvent {tenantId: $tenantId, eventId: eventId}) RETURN event.eventId AS eventId',
);
const APPEND = tenantStatement(
  'identity.append-audit-events',
  `UNWIND $events AS row
   CREATE (event:AuditEvent {tenantId: $tenantId, seq: row.seq}) SET event += row
   RETURN count(*) AS appended`,
);
const MOVE_HEAD = tenantStatement(
  'identity.move-audit-head',
  `MATCH (head:AuditHead {tenantId: $tenantId})
   SET head.seq = $seq, head.hash = $hash, head.signature = $signature, head.checkpointAt = $at
   RETURN head.seq AS appended`,
);
const HEAD = tenantStatement(
  'identity.audit-head',
  'MATCH (head:AuditHead {tenantId: $tenantId}) RETURN head.seq AS seq, head.hash AS hash, head.signature AS signature, head.checkpointAt AS checkpointAt',
);
const AFTER = tenantStatement(
  'identity.audit-events-after',
  `MATCH (event:AuditEvent {tenantId: $tenantId}) WHERE event.seq > $seq
   RETURN event {.*} AS event ORDER BY event.seq LIMIT $limit`,
);
const PAGE = tenantStatement(
  'identity.page-of-audit-events',
  `MATCH (event:AuditEvent {tenantId: $tenantId}) WHERE event.seq < $beforeSeq
     AND ($userId IS NULL OR event.userId = $userId)
     AND ($action IS NULL OR event.action = $action)
     AND ($objectType IS NULL OR event.objectType = $objectType)
     AND ($objectId IS NULL OR event.objectId = $objectId)
     AND ($since IS NULL OR event.at >= $since)
     AND ($until IS NULL OR event.at < $until)
   RETURN event {.*} AS event ORDER BY event.seq DESC LIMIT $limit`,
);
const BY_IDS = tenantStatement(
  'identity.audit-events-by-ids',
  'UNWIND $ids AS id MATCH (event:AuditEvent {tenantId: $tenantId, id: id}) RETURN event {.*} AS event',
);

/** JSON values are kept as text. A text that somebody broke reads as itself, and the chain tells. */
const jsonText = orNull(z.string()).transform((text): JsonValue => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return text;
  }
});

const event: z.ZodType<AuditRecord> = z.object({
  id: z.string(),
  tenantId: z.string(),
  seq: z.number(),
  at: z.string(),
  userId: orNull(z.string()),
  serviceAccountId: orNull(z.string()),
  action: z.string(),
  objectType: z.string(),
  objectId: orNull(z.string()),
  before: jsonText,
  after: jsonText,
  ipAddress: orNull(z.string()),
  requestId: orNull(z.string()),
  eventId: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
const eventRow = z.object({ event });
const headRow = z.object({
  seq: z.number(),
  hash: z.string(),
  signature: orNull(z.string()),
  checkpointAt: orNull(z.string()),
});
const endRow = z.object({ seq: z.number(), hash: z.string() });
const appendedRow = z.object({ appended: z.number() });

export type AuditHead = z.infer<typeof headRow>;

export interface AuditQuery {
  readonly userId?: string | null;
  readonly action?: string | null;
  readonly objectType?: string | null;
  readonly objectId?: string | null;
  readonly since?: string | null;
  readonly until?: string | null;
}

export interface AuditStoreOptions {
  readonly database: Database;
  readonly ids: IdSource;
  /** Signs the end of a chain, so that one who can only write to the database cannot shorten it. */
  readonly sign: (tenantId: string, end: ChainEnd, at: string) => string;
}

/** The hash chain of each tenant: append and read, nothing else. */
export class AuditStore {
  readonly #options: AuditStoreOptions;

  constructor(options: AuditStoreOptions) {
    this.#options = options;
  }

  /** Appends what is not in the chain yet, in the order given; the same event twice is one link. */
  async append(
    tenantId: string,
    told: readonly Omit<AuditContent, 'id' | 'seq' | 'tenantId'>[],
    at: string,
  ): Promise<void> {
    const { database, ids, sign } = this.#options;
    await database.tenant(tenantId).transaction(async (transaction) => {
      const [end] = await transaction.run(
        LOCK_HEAD,
        { start: CHAIN_START, nonce: `${at}/${told[0]?.eventId}` },
        endRow,
      );
      if (end === undefined) throw new Error('The head of the audit chain was not made.');
      const eventIds = told.map(({ eventId }) => eventId);
      const known = await transaction.run(KNOWN, { eventIds }, z.object({ eventId: z.string() }));
      const fresh = told.filter(({ eventId }) => !known.some((row) => row.eventId === eventId));
      const records = linkEvents(
        end,
        fresh.map((content) => ({ ...content, id: ids('aud'), tenantId })),
      );
      const last = records.at(-1);
      if (last === undefined) return;
      const events = records.map((record) => ({
        ...record,
        before: textOf(record.before),
        after: textOf(record.after),
      }));
      await transaction.run(APPEND, { events }, appendedRow);
      await transaction.run(
        MOVE_HEAD,
        { seq: last.seq, hash: last.hash, signature: sign(tenantId, last, at), at },
        appendedRow,
      );
    });
  }

  async head(tenantId: string): Promise<AuditHead | null> {
    const [row] = await this.#options.database.tenant(tenantId).read(HEAD, {}, headRow);
    return row ?? null;
  }

  /** In the order of the chain. */
  async after(tenantId: string, seq: number, limit: number): Promise<readonly AuditRecord[]> {
    const rows = await this.#options.database.tenant(tenantId).read(AFTER, { seq, limit }, eventRow);
    return rows.map((row) => row.event);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async page(tenantId: string, query: AuditQuery, page: PageRequest): Promise<readonly AuditRecord[]> {
    const { userId = null, action = null, objectType = null, objectId = null, since = null, until = null } = query;
    const beforeSeq = page.after?.[0] ?? Number.MAX_SAFE_INTEGER;
    const parameters = { userId, action, objectType, objectId, since, until, beforeSeq, limit: page.first + 1 };
    const rows = await this.#options.database.tenant(tenantId).read(PAGE, parameters, eventRow);
    return rows.map((row) => row.event);
  }

  async byIds(tenantId: string, ids: readonly string[]): Promise<readonly AuditRecord[]> {
    return (await this.#options.database.tenant(tenantId).read(BY_IDS, { ids }, eventRow)).map((row) => row.event);
  }
}

function textOf(value: JsonValue): string | null {
  return value === null ? null : canonicalJson(value);
}
