import { sameSecret } from '@aether/common/security';
import { CHAIN_START, type ChainEnd, firstBreak } from '../audit-chain.ts';
import { auditSigner } from '../audit-signature.ts';
import type { AuditStore } from '../db/audit-store.ts';

export interface AuditReport {
  readonly intact: boolean;
  readonly checkedEvents: number;
  /** The first event that is missing, changed, or in the wrong place. */
  readonly firstBrokenSeq: number | null;
  readonly lastCheckpointAt: string | null;
}

const BATCH = 1_000;

/**
 * Recomputes the whole chain of a tenant and compares its end with the signed head: what was edited, removed, inserted, moved or
 * cut off is found. Who holds the database and the pepper can still make a new chain; only copies outside would tell.
 */
export async function verifyAudit(
  audit: AuditStore,
  tenantId: string,
  options: { readonly pepper: Uint8Array; readonly signal: AbortSignal },
): Promise<AuditReport> {
  // The head first: events that are appended meanwhile come after it.
  const head = await audit.head(tenantId);
  const lastCheckpointAt = head?.checkpointAt ?? null;
  let end: ChainEnd = { seq: 0, hash: CHAIN_START };
  let atHead: string | null = null;
  for (;;) {
    options.signal.throwIfAborted();
    const records = await audit.after(tenantId, end.seq, BATCH);
    const checked = firstBreak(end, records);
    if (checked.brokenSeq !== null) {
      return { intact: false, checkedEvents: checked.end.seq, firstBrokenSeq: checked.brokenSeq, lastCheckpointAt };
    }
    atHead = records.find(({ seq }) => seq === head?.seq)?.hash ?? atHead;
    end = checked.end;
    if (records.length < BATCH) break;
  }
  // Whoever appends moves the head in the same transaction, so no event lies beyond the head of now.
  const last = await audit.head(tenantId);
  const isCovered = end.seq <= (last?.seq ?? 0);
  const isEnded = head === null || (atHead === head.hash && isSigned(tenantId, head, options.pepper));
  const isWhole = isCovered && isEnded;
  return { intact: isWhole, checkedEvents: end.seq, firstBrokenSeq: isWhole ? null : end.seq + 1, lastCheckpointAt };
}

function isSigned(
  tenantId: string,
  head: ChainEnd & { readonly signature: string | null; readonly checkpointAt: string | null },
  pepper: Uint8Array,
): boolean {
  return (
    head.signature !== null &&
    head.checkpointAt !== null &&
    sameSecret(head.signature, auditSigner(pepper)(tenantId, head, head.checkpointAt))
  );
}
