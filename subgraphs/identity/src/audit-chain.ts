import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@aether/schema';

/** Before the first event. */
export const CHAIN_START = '0'.repeat(64);

/** What is hashed of an audit event: all of it but the hashes themselves. */
export interface AuditContent {
  readonly id: string;
  readonly tenantId: string;
  readonly seq: number;
  readonly at: string;
  readonly userId: string | null;
  readonly serviceAccountId: string | null;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly ipAddress: string | null;
  readonly requestId: string | null;
  /** `<lane>/<position>` of the outbox event that told it. */
  readonly eventId: string;
}

export interface AuditRecord extends AuditContent {
  readonly previousHash: string;
  readonly hash: string;
}

/** `SHA-256(previousHash ‖ canonical JSON of the event)`, hexadecimal; RFC 8785 for the JSON. */
function hashOf(previousHash: string, content: AuditContent): string {
  const {
    id,
    tenantId,
    seq,
    at,
    userId,
    serviceAccountId,
    action,
    objectType,
    objectId,
    before,
    after,
    ipAddress,
    requestId,
    eventId,
  } = content;
  const hashed = {
    id,
    tenantId,
    seq,
    at,
    userId,
    serviceAccountId,
    action,
    objectType,
    objectId,
    before,
    after,
    ipAddress,
    requestId,
    eventId,
  };
  return createHash('sha256').update(previousHash).update(canonicalJson(hashed)).digest('hex');
}

/** Where a chain was left: what the next event continues from. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** The next events of a chain. */
export function linkEvents(end: ChainEnd, contents: readonly Omit<AuditContent, 'seq'>[]): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  let { seq, hash: previousHash } = end;
  for (const content of contents) {
    seq += 1;
    const hash = hashOf(previousHash, { ...content, seq });
    records.push({ ...content, seq, previousHash, hash });
    previousHash = hash;
  }
  return records;
}

/** The first `seq` at which a stretch of the chain does not continue `end`, or null; `end` moves on to its last event. */
export function firstBreak(
  end: ChainEnd,
  records: readonly AuditRecord[],
): { readonly brokenSeq: number | null; readonly end: ChainEnd } {
  let current = end;
  for (const record of records) {
    const follows = record.seq === current.seq + 1 && record.previousHash === current.hash;
    if (!follows || hashOf(current.hash, record) !== record.hash) return { brokenSeq: current.seq + 1, end: current };
    current = { seq: record.seq, hash: record.hash };
  }
  return { brokenSeq: null, end: current };
}
