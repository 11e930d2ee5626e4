import type { Clock } from '@aether/common/service';
import type { CellRecord, ComparisonRecord } from '../comparison.ts';
import { labelOf } from '../comparison.ts';
import type { NewComparisonEvent } from '../comparison-event.ts';
import type { ComparisonClaim, ComparisonQueue } from '../db/comparison-queue.ts';
import type { ComparisonStore, ComparisonWrite } from '../db/comparison-store.ts';
import type { LiveComparisons } from '../live-comparisons.ts';
import { recommend } from '../statistics/recommendation.ts';
import { variantStatistics } from '../statistics/variant-statistics.ts';

export interface ComparisonStateParts {
  readonly comparisons: ComparisonStore;
  readonly queue: ComparisonQueue;
  readonly live: LiveComparisons;
  readonly clock: Clock;
}

export interface CellChange {
  readonly properties: Partial<CellRecord>;
  /** Told before the sums that follow from it. */
  readonly events?: readonly Omit<NewComparisonEvent, 'at'>[];
  /** Money of this change, nano-US-dollars. */
  readonly spent?: { readonly cost: number | null; readonly unpriced: boolean };
}

type Plan = Omit<ComparisonWrite, 'events'> & { readonly events: readonly Omit<NewComparisonEvent, 'at'>[] };

/** A comparison and its cells under one claim. Changes are written one after the other, each whole, and told after their commit. */
export class ComparisonState {
  readonly claim: ComparisonClaim;
  readonly #parts: ComparisonStateParts;
  readonly #cells: Map<string, CellRecord>;
  #comparison: ComparisonRecord;
  #writes: Promise<unknown> = Promise.resolve();

  constructor(claim: ComparisonClaim, cells: readonly CellRecord[], parts: ComparisonStateParts) {
    this.claim = claim;
    this.#parts = parts;
    this.#comparison = claim.comparison;
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]));
  }

  get comparison(): ComparisonRecord {
    return this.#comparison;
  }

  get cells(): readonly CellRecord[] {
    return [...this.#cells.values()];
  }

  cell(id: string): CellRecord {
    const cell = this.#cells.get(id);
    if (cell === undefined) throw new Error(`The comparison ${this.#comparison.id} has no cell ${id}.`);
    return cell;
  }

  /** What the record says now, whoever owns it. */
  async isStillRunning(): Promise<boolean> {
    const [comparison] = await this.#parts.comparisons.byIds(this.claim.tenantId, [this.#comparison.id]);
    return comparison?.status === 'RUNNING';
  }

  /** Holds money back for a cell, at once for all that ask after it; `change` writes it down. False = it is not there. */
  hold(cellId: string, amount: number): boolean {
    const { budget, spent } = this.#comparison;
    const free = budget - spent - this.cells.reduce((sum, { reserved }) => sum + reserved, 0);
    // Nothing can be held back for what has no price; a budget that is spent ends the comparison all the same.
    if (free < amount || free <= 0) return false;
    this.#cells.set(cellId, { ...this.cell(cellId), reserved: amount });
    return true;
  }

  /**
   * Changes one cell; sums, recommendation and spending follow from it.
   * @throws ComparisonClaimLostError when somebody else owns the comparison, or it was stopped
   */
  change(cellId: string, { properties, events = [], spent }: CellChange): Promise<void> {
    return this.#write(() => {
      const cell = { ...this.cell(cellId), ...properties };
      const cells = this.cells.map((each) => (each.id === cellId ? cell : each));
      const told: Omit<NewComparisonEvent, 'at'>[] = [...events];
      const comparison: { spent?: number; unpriced?: boolean; recommendation?: ComparisonRecord['recommendation'] } =
        {};
      if (spent !== undefined && (spent.unpriced || (spent.cost ?? 0) > 0)) {
        comparison.spent = this.#comparison.spent + (spent.cost ?? 0);
        comparison.unpriced = this.#comparison.unpriced || spent.unpriced;
        told.push({ name: 'spend-change', data: { spent: comparison.spent, unpriced: comparison.unpriced } });
      }
      if (cell.status === 'FINISHED' || cell.status === 'FAILED') {
        const { variants } = this.#comparison;
        told.push({ name: 'statistics-change', data: { statistics: variantStatistics(variants, cells) } });
        const recommendation = recommend(variants, cells, (id) => labelOf(this.#comparison, id));
        if (JSON.stringify(recommendation) !== JSON.stringify(this.#comparison.recommendation)) {
          comparison.recommendation = recommendation;
          told.push({ name: 'recommendation-change', data: { recommendation } });
        }
      }
      return { comparison, cells: [{ id: cellId, properties }], events: told };
    });
  }

  /** The end, and what becomes of cells that were not run. */
  end(
    status: ComparisonRecord['status'],
    reason: string | null,
    rest: readonly { readonly id: string; readonly properties: Partial<CellRecord> }[],
  ): Promise<void> {
    return this.#write(
      () => ({
        comparison: { status, endedAt: this.#parts.clock.now().toISOString() },
        cells: rest,
        events: [
          ...rest.map(({ id, properties }) => ({
            name: 'cell-end' as const,
            data: endOf({ ...this.cell(id), ...properties }),
          })),
          { name: 'status-change' as const, data: { status, reason } },
        ],
      }),
      true,
    );
  }

  /** Planned when its turn has come: what the writes before it changed counts. */
  #write(plan: () => Plan, isEnd = false): Promise<void> {
    const turn = this.#writes;
    const written = (async (): Promise<void> => {
      await turn;
      await this.#commit(plan(), isEnd);
    })();
    this.#writes = written.catch(() => {});
    return written;
  }

  async #commit({ events, ...changes }: Plan, isEnd: boolean): Promise<void> {
    const { comparisons, queue, live, clock } = this.#parts;
    const { id } = this.#comparison;
    const at = clock.now().toISOString();
    const write = { ...changes, events: events.map((event) => ({ ...event, at })) };
    const numbered = await queue.held(this.claim, async (transaction) => {
      const result = await comparisons.write(transaction, id, write);
      if (isEnd) await comparisons.dequeue(transaction, id);
      return result;
    });
    this.#comparison = { ...this.#comparison, ...changes.comparison };
    for (const cell of changes.cells ?? []) this.#cells.set(cell.id, { ...this.cell(cell.id), ...cell.properties });
    live.publish(this.claim.tenantId, id, numbered);
  }
}

/** Data of `CellEnded`. */
export function endOf(cell: CellRecord): NewComparisonEvent['data'] {
  const { id, status, durationMs, firstTokenMs, cost, unpriced, totalTokens } = cell;
  return { cellId: id, cellStatus: status, durationMs, firstTokenMs, cost, unpriced, totalTokens };
}
