import type { Clock, Logger } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { BudgetStore } from '../db/budget-store.ts';
import type { BudgetDirectory } from './budget-directory.ts';
import { type BudgetRecord, countsOwnKeys, type Payer, periodKeyOf } from './budget.ts';
import { budgetRefused } from './errors.ts';
import { OpenSlice } from './open-slice.ts';
import { SLICE_LIFE_MS, type SliceMark } from './slice.ts';

/** For this part of its life a slice is used without asking: nobody else can have settled it yet. */
const TRUSTED_PART = 0.6;
/** A slice that was settled by others is replaced; a database that says so again and again is not believed for ever. */
const MAXIMUM_TRIES = 5;

export interface BudgetEscrowParts {
  readonly store: Pick<BudgetStore, 'take' | 'close' | 'renew'>;
  readonly directory: Pick<BudgetDirectory, 'of'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

interface HeldSlice {
  readonly slice: OpenSlice;
  readonly scope: BudgetRecord['scope'];
}

/** What a call holds of each budget that it counts in, from before it goes out until its cost is known. */
export class BudgetHold {
  readonly #slices: readonly HeldSlice[];
  readonly #amount: number;
  #isOpen = true;

  constructor(slices: readonly HeldSlice[], amount: number) {
    this.#slices = slices;
    this.#amount = amount;
  }

  /** For the record, in the transaction that tells of the call. */
  marks(): readonly SliceMark[] {
    return this.#slices.map(({ slice }) => slice.mark());
  }

  /**
   * Once; what comes later changes nothing.
   * @param hasOwnKey its person paid: only what limits their API key counts it
   */
  settle(cost: number, hasOwnKey: boolean): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const { slice, scope } of this.#slices)
      slice.settle(this.#amount, hasOwnKey && !countsOwnKeys({ scope }) ? 0 : cost);
  }
}

/**
 * Spending under budgets without a transaction per call: this process takes a slice of each budget, reserves the most that a call may cost in it
 * before the call, and settles the cost after it. What it says about its slices goes along with the rows of the journal, so a crash
 * leaves a record from which nothing can be spent twice: what was under way counts at its most, the rest of the slice goes back.
 */
export class BudgetEscrow implements AsyncDisposable {
  readonly #parts: BudgetEscrowParts;
  /** By budget. */
  readonly #slices = new Map<string, OpenSlice>();
  /** Of a period that is over, or settled by others: they take no new calls. */
  readonly #retired = new Set<OpenSlice>();
  /** One at a time for each budget. */
  readonly #taking = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: BudgetEscrowParts) {
    this.#parts = parts;
  }

  /** Whether any budget limits the payer. */
  async isLimited(payer: Payer): Promise<boolean> {
    return (await this.#parts.directory.of(payer)).length > 0;
  }

  /**
   * Reserves the most that a call may cost in every budget in which it counts, or in none.
   * @param ownKeyOnly its person pays, or it is not made: of the budgets only those of their API key count it
   * @returns null when no budget limits it
   * @throws BudgetRefusedError when one of them has not as much left
   */
  async hold(payer: Payer, amount: number, ownKeyOnly = false): Promise<BudgetHold | null> {
    const all = await this.#parts.directory.of(payer);
    const budgets = ownKeyOnly ? all.filter(countsOwnKeys) : all;
    if (budgets.length === 0 || amount === 0) return null;
    const slices: HeldSlice[] = [];
    try {
      for (const budget of budgets) {
        const slice = await this.#reserve(budget, amount);
        if (slice !== null) slices.push({ slice, scope: budget.scope });
      }
    } catch (error) {
      for (const { slice } of slices) slice.settle(amount, 0);
      throw error;
    }
    return slices.length === 0 ? null : new BudgetHold(slices, amount);
  }

  /** Renews what is in use, gives back what is not. Never fails. */
  sweep(): Promise<void> {
    this.#sweeping = this.#sweeping.then(() => this.#sweepOnce());
    return this.#sweeping;
  }

  /** Gives everything back; calls that are still under way count at their most. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
    for (const slice of [...this.#slices.values(), ...this.#retired]) await this.#close(slice);
  }

  async #reserve(budget: BudgetRecord, amount: number): Promise<OpenSlice | null> {
    const { clock } = this.#parts;
    const known = this.#taking.has(budget.id) ? undefined : this.#usable(budget);
    if (known?.reserve(amount, clock.monotonicMs()) === true) return known;
    const earlier = this.#taking.get(budget.id) ?? Promise.resolve();
    const mine = earlier.then(
      () => this.#take(budget, amount),
      () => this.#take(budget, amount),
    );
    this.#taking.set(budget.id, mine);
    try {
      return await mine;
    } finally {
      if (this.#taking.get(budget.id) === mine) this.#taking.delete(budget.id);
    }
  }

  async #take(budget: BudgetRecord, amount: number): Promise<OpenSlice | null> {
    const { store, clock, ids } = this.#parts;
    const { tenantId, id: budgetId } = budget;
    for (let tries = 0; tries < MAXIMUM_TRIES; tries += 1) {
      const held = this.#usable(budget);
      if (held?.reserve(amount, clock.monotonicMs()) === true) return held;
      const periodKey = periodKeyOf(budget.period, clock.now());
      const slice = held ?? new OpenSlice({ id: ids('slc'), tenantId, budgetId, periodKey });
      const sentMs = clock.monotonicMs();
      const wanted = { isHeld: held !== null, atLeast: amount, periodKey, lifeMs: SLICE_LIFE_MS };
      const taken = await store.take(budget, slice.mark(), wanted);
      if (taken.state === 'GONE') return null;
      if (taken.state === 'REFUSED') throw budgetRefused(budget, amount, taken.left);
      if (taken.state === 'LOST') {
        if (held !== null) this.#retire(held);
        continue;
      }
      slice.grant(taken.amount, sentMs + SLICE_LIFE_MS * TRUSTED_PART);
      this.#slices.set(budgetId, slice);
      this.#timer ??= setInterval(() => void this.sweep(), SLICE_LIFE_MS / 3).unref();
    }
    throw budgetRefused(budget, amount, 0);
  }

  #usable({ id, period }: BudgetRecord): OpenSlice | null {
    const slice = this.#slices.get(id);
    if (slice === undefined) return null;
    if (slice.periodKey === periodKeyOf(period, this.#parts.clock.now())) return slice;
    this.#retire(slice);
    return null;
  }

  #retire(slice: OpenSlice): void {
    if (this.#slices.get(slice.budgetId) === slice) this.#slices.delete(slice.budgetId);
    this.#retired.add(slice);
  }

  async #sweepOnce(): Promise<void> {
    const { store, clock, logger } = this.#parts;
    const all = [...this.#slices.values(), ...this.#retired];
    const idle = all.filter((slice) => slice.held === 0 && (!slice.wasUsed || this.#retired.has(slice)));
    for (const slice of idle) {
      // No call may reserve in it while it is given back.
      this.#retire(slice);
      if (await this.#close(slice)) this.#retired.delete(slice);
    }
    const kept = all.filter((slice) => !idle.includes(slice));
    for (const slice of kept) slice.wasUsed = false;
    if (kept.length === 0) return;
    try {
      const sentMs = clock.monotonicMs();
      const renewed = await store.renew(
        kept.map((slice) => slice.mark()),
        SLICE_LIFE_MS,
      );
      for (const slice of kept) {
        if (renewed.has(slice.id)) slice.renewed(sentMs + SLICE_LIFE_MS * TRUSTED_PART);
        else this.#retire(slice);
      }
    } catch (error) {
      logger.debug({ err: error }, 'slices of budgets could not be renewed; they are asked for anew');
    }
  }

  async #close(slice: OpenSlice): Promise<boolean> {
    const { tenantId, budgetId, id, periodKey, used, held } = slice;
    try {
      await this.#parts.store.close({ tenantId, budgetId, id, periodKey, used: used + held });
      return true;
    } catch (error) {
      this.#parts.logger.debug({ err: error }, 'a slice of a budget could not be given back; it ends by itself');
      return false;
    }
  }
}
