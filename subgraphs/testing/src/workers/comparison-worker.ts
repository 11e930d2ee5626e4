import { setTimeout as delay } from 'node:timers/promises';
import type { InternalOperations } from '@aether/common/service';
import type { Doorbell } from '@aether/common/streams';
import { UsualUsageDocument } from '@aether/schema/internal/executions';
import { isOpen } from '../comparison.ts';
import type { ComparisonClaim } from '../db/comparison-queue.ts';
import { ComparisonClaimLostError } from '../errors.ts';
import { ComparisonRun, type ComparisonRunParts } from './comparison-run.ts';
import { ComparisonState, type ComparisonStateParts } from './comparison-state.ts';
import { persistently } from './persistently.ts';

/** Doorbell of new comparisons. */
export const COMPARISON_BELL = 'testing.comparisons';

export interface ComparisonWorkerOptions {
  /** Comparisons at once in this process. */
  readonly parallel: number;
  readonly leaseMs: number;
  /** Upper bound of the wait when a ring was lost. */
  readonly pollMs: number;
}

export interface ComparisonWorkerParts extends ComparisonStateParts, ComparisonRunParts {
  readonly operations: InternalOperations;
  readonly doorbell: Doorbell;
}

/** Candidates looked at in one go; another worker may be faster with some of them. */
const CANDIDATES = 8;
/** Deaths without a finished cell in between, before a comparison is given up. */
const MAXIMUM_ATTEMPTS = 3;

/** Takes due comparisons and runs their cells. Wakes by the doorbell, polls in case a ring was lost. */
export class ComparisonWorker implements AsyncDisposable {
  readonly #options: ComparisonWorkerOptions;
  readonly #parts: ComparisonWorkerParts;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #rung = Promise.withResolvers<void>();

  constructor(options: ComparisonWorkerOptions, parts: ComparisonWorkerParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Resolves when rings are heard. */
  async start(): Promise<void> {
    await this.#parts.doorbell.listen(COMPARISON_BELL, () => this.#wake(), { signal: this.#stop.signal });
    this.#running = Promise.all(Array.from({ length: this.#options.parallel }, () => this.#loop()));
  }

  /** Comparisons under way are handed back with their runs: the next worker follows the same ones. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  #wake(): void {
    this.#rung.resolve();
    this.#rung = Promise.withResolvers<void>();
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // Taken before looking: a ring while we look is not lost.
      const rung = this.#rung.promise;
      try {
        const claim = await this.#claimNext();
        if (claim === null) await this.#wait(rung, await this.#parts.queue.nextDueMs());
        else await this.#process(claim);
      } catch (error) {
        if (signal.aborted) return;
        this.#parts.logger.warn({ err: error }, 'cannot look for comparisons, will try again');
        await this.#wait(rung, null);
      }
    }
  }

  async #claimNext(): Promise<ComparisonClaim | null> {
    const { queue } = this.#parts;
    for (const { tenantId, id } of await queue.due(CANDIDATES)) {
      if (this.#stop.signal.aborted) return null;
      const claim = await queue.claim(tenantId, id, this.#options.leaseMs);
      if (claim !== null) return claim;
    }
    return null;
  }

  /** Never fails; what could not be stored is done again after the lease. */
  async #process(claim: ComparisonClaim): Promise<void> {
    const lost = new AbortController();
    const heartbeat = this.#keepLease(claim, lost);
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    const { id } = claim.comparison;
    try {
      const cells = await this.#parts.comparisons.cellsOf(claim.tenantId, [id]);
      const state = new ComparisonState(claim, cells, this.#parts);
      if (claim.attempts > MAXIMUM_ATTEMPTS) await giveUp(state);
      else await new ComparisonRun(state, this.#parts, { usual: await this.#usual(claim, signal), signal }).run();
    } catch (error) {
      // Stopped by a person or taken by another worker: nothing more is ours to write.
      if (error instanceof ComparisonClaimLostError || lost.signal.aborted) return;
      if (!this.#stop.signal.aborted)
        this.#parts.logger.error(
          { err: error, comparisonId: id },
          'a comparison broke off; it is resumed after the lease',
        );
      else await this.#parts.queue.release(claim).catch(() => {});
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #usual({ runAs, comparison }: ComparisonClaim, signal: AbortSignal) {
    const { operations } = this.#parts;
    const call = { onBehalfOf: runAs, requestId: comparison.id, signal };
    const { usualUsage } = await persistently(
      () => operations.call(UsualUsageDocument, { agentId: comparison.agentId }, call),
      signal,
    );
    return usualUsage ?? null;
  }

  #keepLease(claim: ComparisonClaim, lost: AbortController): NodeJS.Timeout {
    const { leaseMs } = this.#options;
    return setInterval(() => {
      this.#parts.queue.renew(claim, leaseMs).catch((error: unknown) => {
        // An outage of the database is no loss: the fence tells at the next write.
        if (error instanceof ComparisonClaimLostError) lost.abort(error);
      });
    }, leaseMs / 3);
  }

  async #wait(rung: Promise<void>, dueMs: number | null): Promise<void> {
    const waitMs = Math.max(5, Math.min(this.#options.pollMs, dueMs ?? Number.POSITIVE_INFINITY));
    const timer = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, timer.signal]);
    await Promise.race([rung, delay(waitMs, undefined, { signal }).catch(() => {})]);
    timer.abort();
  }
}

async function giveUp(state: ComparisonState): Promise<void> {
  const reasoning = 'The comparison was given up.';
  const rest = state.cells
    .filter(isOpen)
    .map(({ id }) => ({ id, properties: { status: 'FAILED' as const, reserved: 0, reasoning } }));
  await state.end('FAILED', `It broke off ${MAXIMUM_ATTEMPTS} times without finishing a cell.`, rest);
}
