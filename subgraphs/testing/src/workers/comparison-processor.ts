import type { InternalOperations } from '@aether/common/service';
import { UsualUsageDocument } from '@aether/schema/internal/executions';
import { isOpen } from '../comparison.ts';
import type { ComparisonClaim } from '../db/comparison-queue.ts';
import { ComparisonClaimLostError } from '../errors.ts';
import { ComparisonRun, type ComparisonRunParts } from './comparison-run.ts';
import { ComparisonState, type ComparisonStateParts } from './comparison-state.ts';
import { persistently } from './persistently.ts';

/** Doorbell of new comparisons. */
export const COMPARISON_BELL = 'testing.comparisons';

export interface ComparisonProcessorParts extends ComparisonStateParts, ComparisonRunParts {
  readonly operations: InternalOperations;
}

/** Deaths without a finished cell in between, before a comparison is given up. */
const MAXIMUM_ATTEMPTS = 3;

/** Takes one claimed comparison to its end, or hands it back with its runs: the next worker follows the same ones. */
export class ComparisonProcessor {
  readonly #leaseMs: number;
  readonly #parts: ComparisonProcessorParts;

  constructor(leaseMs: number, parts: ComparisonProcessorParts) {
    this.#leaseMs = leaseMs;
    this.#parts = parts;
  }

  /** Never fails; what could not be stored is done again after the lease. */
  async process(claim: ComparisonClaim, stop: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const heartbeat = this.#keepLease(claim, lost);
    const signal = AbortSignal.any([stop, lost.signal]);
    const { id } = claim.comparison;
    try {
      const cells = await this.#parts.comparisons.cellsOf(claim.tenantId, [id]);
      const state = new ComparisonState(claim, cells, this.#parts);
      if (claim.attempts > MAXIMUM_ATTEMPTS) await giveUp(state);
      else await new ComparisonRun(state, this.#parts, { usual: await this.#usual(claim, signal), signal }).run();
    } catch (error) {
      // Stopped by a person or taken by another worker: nothing more is ours to write.
      if (error instanceof ComparisonClaimLostError || lost.signal.aborted) return;
      if (!stop.aborted)
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
    return setInterval(() => {
      this.#parts.queue.renew(claim, this.#leaseMs).catch((error: unknown) => {
        // An outage of the database is no loss: the fence tells at the next write.
        if (error instanceof ComparisonClaimLostError) lost.abort(error);
      });
    }, this.#leaseMs / 3);
  }
}

async function giveUp(state: ComparisonState): Promise<void> {
  const reasoning = 'The comparison was given up.';
  const rest = state.cells
    .filter(isOpen)
    .map(({ id }) => ({ id, properties: { status: 'FAILED' as const, reserved: 0, reasoning } }));
  await state.end('FAILED', `It broke off ${MAXIMUM_ATTEMPTS} times without finishing a cell.`, rest);
}
