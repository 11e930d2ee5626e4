import type { Database, DomainEvent, Outbox, TenantTransaction } from '@aether/common/graph';
import type { Clock } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { REVOCATION_CHANNEL } from '@aether/schema';
import type { Cause } from '../cause.ts';
import { accessChanged, identityEvent, type IdentityEventName, type IdentityFacts } from '../events.ts';

/** People that one message names: it stays small when a large team is deleted. */
const MOST_NAMED = 1_000;

/** The transaction of a write. What is told is committed with it, and heard after the commit. */
export interface Change {
  readonly transaction: TenantTransaction;
  readonly cause: Cause;
  readonly nowMs: number;
  /** Instant of the write. */
  readonly at: string;
  tell(name: IdentityEventName, facts: IdentityFacts): void;
  /** What this person may do or see is another now, a session or key of theirs has ended, or their account at a tool server is another one. */
  revoke(userId: string): void;
}

export interface IdentityChangesOptions {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly streams: Streams;
  readonly clock: Clock;
}

/** Every write of this service goes through here: work, events into the outbox, then the bells. */
export class IdentityChanges {
  readonly #options: IdentityChangesOptions;

  constructor(options: IdentityChangesOptions) {
    this.#options = options;
  }

  /** @param work may run again after a deadlock, so it has no effect of its own */
  async change<Result>(cause: Cause, work: (change: Change) => Promise<Result>): Promise<Result> {
    const { database, outbox, streams, clock } = this.#options;
    let told: DomainEvent[] = [];
    let revoked = new Set<string>();
    const result = await database.tenant(cause.tenantId).transaction(async (transaction) => {
      told = [];
      revoked = new Set();
      const now = clock.now();
      const done = await work({
        transaction,
        cause,
        nowMs: now.getTime(),
        at: now.toISOString(),
        tell: (name, facts) => told.push(identityEvent(cause, name, facts)),
        revoke: (userId) => revoked.add(userId),
      });
      for (const userId of revoked) told.push(accessChanged(cause, userId));
      await outbox.append(transaction, told);
      return done;
    });
    if (told.length > 0) outbox.ring();
    if (revoked.size > 0) streams.publish(REVOCATION_CHANNEL, { tenantId: cause.tenantId, userIds: named(revoked) });
    return result;
  }
}

/** None = everybody of the tenant. */
function named(revoked: ReadonlySet<string>): readonly string[] {
  return revoked.size > MOST_NAMED ? [] : [...revoked];
}
