import { type Database, systemStatement, type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import type { ComparisonRecord } from '../comparison.ts';
import { ComparisonClaimLostError } from '../errors.ts';
import { claimRow, idRow } from './comparison-rows.ts';

// `dueAtMs` says when a comparison needs a worker: now when it was started, the end of the lease when it is claimed, never (absent) when
// there is nothing to do. The database's clock decides, whatever the workers' clocks say.
const DUE = systemStatement(
  'testing.due-comparisons',
  'Workers of this service take the comparisons of all tenants, the longest waiting first.',
  `MATCH (comparison:Comparison) WHERE comparison.queue = $queue AND comparison.dueAtMs <= datetime.realtime().epochMillis
   RETURN comparison.tenantId AS tenantId, comparison.id AS id ORDER BY comparison.dueAtMs, comparison.id LIMIT $limit`,
);
const NEXT_DUE = systemStatement(
  'testing.next-due-comparison',
  'Workers of this service sleep until the next comparison of any tenant is due.',
  `MATCH (comparison:Comparison) WHERE comparison.queue = $queue AND comparison.dueAtMs > 0
   RETURN comparison.dueAtMs - datetime.realtime().epochMillis AS inMs ORDER BY comparison.dueAtMs LIMIT 1`,
);
// The lock is a statement of its own: what one statement has read before it waited for a lock, it does not read again.
const LOCK = tenantStatement(
  'testing.lock-due-comparison',
  'MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison.lock = $worker RETURN comparison.id AS id',
);
const CLAIM = tenantStatement(
  'testing.claim-comparison',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) WHERE comparison.dueAtMs <= datetime.realtime().epochMillis
   SET comparison.dueAtMs = datetime.realtime().epochMillis + $leaseMs, comparison.fence = comparison.fence + 1,
     comparison.attempts = comparison.attempts + 1, comparison.claimedBy = $worker
   RETURN comparison.fence AS fence, comparison.attempts AS attempts, comparison.runAs AS runAs, comparison {.*} AS comparison`,
);
const HOLD = tenantStatement(
  'testing.hold-comparison',
  'MATCH (comparison:Comparison {tenantId: $tenantId, id: $id, fence: $fence}) RETURN comparison.id AS id',
);
const RENEW = tenantStatement(
  'testing.renew-comparison-lease',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id, fence: $fence})
   SET comparison.dueAtMs = datetime.realtime().epochMillis + $leaseMs RETURN comparison.id AS id`,
);
// Handed back in order, so what follows counts as a first attempt.
const RELEASE = tenantStatement(
  'testing.release-comparison',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id, fence: $fence})
   SET comparison.dueAtMs = datetime.realtime().epochMillis, comparison.attempts = 0
   REMOVE comparison.claimedBy RETURN comparison.id AS id`,
);
// A cell was finished: only deaths without progress add up to a crash loop.
const PROGRESS = tenantStatement(
  'testing.progress-of-comparison',
  'MATCH (comparison:Comparison {tenantId: $tenantId, id: $id}) SET comparison.attempts = 1 RETURN comparison.id AS id',
);

/** A comparison that this worker owns until its lease ends; the fence tells its writes from those of an earlier owner. */
export interface ComparisonClaim {
  readonly tenantId: string;
  readonly fence: number;
  readonly attempts: number;
  readonly comparison: ComparisonRecord;
  /** In whose name its runs are started. */
  readonly runAs: Viewer;
}

/** Which comparisons need a worker: claims, fences, leases. */
export class ComparisonQueue {
  readonly #database: Database;
  readonly #worker: string;
  readonly #queue: string;

  constructor(database: Database, options: { readonly worker: string; readonly queue: string }) {
    this.#database = database;
    this.#worker = options.worker;
    this.#queue = options.queue;
  }

  due(limit: number): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    return this.#database.read(DUE, { queue: this.#queue, limit }, z.object({ tenantId: z.string(), id: z.string() }));
  }

  /** Milliseconds until the next comparison is due, by the database's clock; null = none. */
  async nextDueMs(): Promise<number | null> {
    const rows = await this.#database.read(NEXT_DUE, { queue: this.#queue }, z.object({ inMs: z.number() }));
    return rows[0]?.inMs ?? null;
  }

  /** Null = somebody else was faster. */
  async claim(tenantId: string, id: string, leaseMs: number): Promise<ComparisonClaim | null> {
    const rows = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(LOCK, { id, worker: this.#worker }, idRow);
      return transaction.run(CLAIM, { id, worker: this.#worker, leaseMs }, claimRow);
    });
    return rows[0] === undefined ? null : { ...rows[0], tenantId };
  }

  /** @throws ComparisonClaimLostError */
  async renew({ tenantId, comparison, fence }: ComparisonClaim, leaseMs: number): Promise<void> {
    const rows = await this.#database.tenant(tenantId).write(RENEW, { id: comparison.id, fence, leaseMs }, idRow);
    if (rows.length === 0) throw new ComparisonClaimLostError(comparison.id);
  }

  /** For any worker to go on with. */
  async release({ tenantId, comparison, fence }: ComparisonClaim): Promise<void> {
    await this.#database.tenant(tenantId).write(RELEASE, { id: comparison.id, fence }, idRow);
  }

  /**
   * A transaction in which the claim is sure to hold until the commit.
   * @throws ComparisonClaimLostError
   */
  held<Result>(
    { tenantId, comparison: { id }, fence }: ComparisonClaim,
    work: (transaction: TenantTransaction) => Promise<Result>,
  ): Promise<Result> {
    return this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(LOCK, { id, worker: this.#worker }, idRow);
      const rows = await transaction.run(HOLD, { id, fence }, idRow);
      if (rows.length === 0) throw new ComparisonClaimLostError(id);
      await transaction.run(PROGRESS, { id }, idRow);
      return work(transaction);
    });
  }
}
