import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PlatformError } from '../service/platform-error.ts';
import type { TenantTransaction } from './database.ts';
import { tenantStatement } from './statement.ts';

/** Keys are kept this long; a write that was sent again later is a new write. */
const KEPT_MS = 24 * 60 * 60 * 1_000; // 24 hours

// MERGE takes the lock of the unique key: of two equal writes at once the second waits and then finds the first one's result. One that is
// there already is locked before its time is looked at, so that of two writes after that time one is first, too.
const CLAIM = tenantStatement(
  'common.claim-idempotency-key',
  `MERGE (k:IdempotencyKey {tenantId: $tenantId, actor: $actor, operation: $operation, key: $key})
   ON CREATE SET k.inputHash = $inputHash, k.resultId = $resultId, k.expiresAtMs = $expiresAtMs
   ON MATCH SET k.lock = $resultId
   FOREACH (_ IN CASE WHEN k.expiresAtMs <= $nowMs THEN [1] ELSE [] END |
     SET k.inputHash = $inputHash, k.resultId = $resultId, k.expiresAtMs = $expiresAtMs)
   RETURN k.inputHash AS inputHash, k.resultId AS resultId`,
);

export class IdempotencyMismatchError extends PlatformError {
  constructor(operation: string, key: string) {
    super('IDEMPOTENCY_MISMATCH', `The idempotency key "${key}" was already used for another input of ${operation}.`, {
      path: ['idempotencyKey'],
      facts: { operation, key },
      hint: 'Use a new key for a new input; repeat the same input to get the first result.',
    });
  }
}

/** Hash of an input, whatever the order of its keys. */
export function hashInput(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(',')}}`;
}

export interface IdempotentWrite {
  readonly actor: string;
  readonly operation: string;
  readonly key: string;
  readonly inputHash: string;
  /** Id of the object that this write makes. */
  readonly resultId: string;
  readonly nowMs: number;
}

/**
 * Takes the key inside the transaction of the write.
 * @returns the id of the first write's result when it was made before, else null: go on and write
 * @throws IdempotencyMismatchError when the key was used for another input
 */
export async function claimIdempotencyKey(
  transaction: TenantTransaction,
  write: IdempotentWrite,
): Promise<string | null> {
  const rows = await transaction.run(
    CLAIM,
    { ...write, expiresAtMs: write.nowMs + KEPT_MS },
    z.object({ inputHash: z.string(), resultId: z.string() }),
  );
  const found = rows[0];
  if (found === undefined || found.resultId === write.resultId) return null;
  if (found.inputHash !== write.inputHash) throw new IdempotencyMismatchError(write.operation, write.key);
  return found.resultId;
}
