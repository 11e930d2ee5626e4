import type { Viewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { TakeBudgetSliceDocument } from '@aether/schema/internal/executions';
import { BooksUnavailableError, BudgetExhaustedError } from './errors.ts';
import { HeldSlice } from './held-slice.ts';

export interface PayerAccountParts {
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The person pays its calls: only budgets of their API key count them. */
  readonly hasOwnKey: boolean;
  /** A slice that takes no more calls; it is given back when its last one has ended. */
  readonly onRetired: (slice: HeldSlice) => void;
  /** Gives back what is retired; false = there was nothing. */
  readonly giveBack: () => Promise<boolean>;
}

/** For this part of its life a slice is used without asking: nobody else can have settled it yet. */
export const TRUSTED_PART = 0.6;
/** That no budget limits a payer is asked again after this long, while calls go on … */
const FRESH_MS = 5000;
/** … and believed no longer than this, when nobody answers. */
const BELIEVED_MS = 60_000;
/** What was refused is not asked for again for this long. */
const REFUSED_MS = 1000;
/** A slice that is not used for so long is given back. */
const IDLE_MS = 15_000;
/** An older one is replaced: a budget that nobody heard of is in the next one. */
const OLDEST_MS = 60_000;
const MAXIMUM_TRIES = 5;

/** What one payer may spend, as far as this process knows: nothing limits it, or it holds a slice of its budgets. */
export class PayerAccount {
  readonly #parts: PayerAccountParts;
  readonly viewer: Viewer;
  #slice: HeldSlice | null = null;
  /** Asked for, and no answer came: it may have been granted. The next request is for the same one. */
  #unanswered: HeldSlice | null = null;
  /** Raised when what is held goes: what was asked for before is for nobody. */
  #generation = 0;
  #freshUntilMs = -1;
  #unlimitedUntilMs = -1;
  #refused: { readonly atLeast: number; readonly untilMs: number; readonly error: BudgetExhaustedError } | null = null;
  #taking: Promise<unknown> = Promise.resolve();
  #takers = 0;
  #isAsking = false;
  #usedMs = 0;

  constructor(viewer: Viewer, parts: PayerAccountParts) {
    this.viewer = viewer;
    this.#parts = parts;
  }

  get slice(): HeldSlice | null {
    return this.#slice;
  }

  get isHolding(): boolean {
    return this.#slice !== null || this.#unanswered !== null;
  }

  get usedMs(): number {
    return this.#usedMs;
  }

  /**
   * Reserves the most that a call may cost, in memory unless there is no room left in it.
   * @param most asked only where a budget may limit the call
   * @returns null when none does, or the price is not known
   * @throws BudgetExhaustedError, BooksUnavailableError
   */
  async reserve(most: () => number | null): Promise<{ readonly slice: HeldSlice; readonly amount: number } | null> {
    const nowMs = this.#parts.clock.monotonicMs();
    this.#usedMs = nowMs;
    if (nowMs < this.#unlimitedUntilMs) {
      if (nowMs >= this.#freshUntilMs) this.#askAgain(most);
      return null;
    }
    const amount = most();
    if (amount === null || amount === 0) return null;
    const current = this.#takers === 0 ? this.#current() : null;
    if (current?.reserve(amount, nowMs) === true) return { slice: current, amount };
    // One at a time, and nobody passes them: what one has been granted is not taken by another.
    this.#takers += 1;
    const mine = this.#taking.then(() => this.#take(amount)).finally(() => (this.#takers -= 1));
    this.#taking = mine.catch(() => undefined);
    const slice = await mine;
    return slice === null ? null : { slice, amount };
  }

  /** Its budgets are others now: what is held of the old ones goes back. */
  forget(): void {
    this.#unlimitedUntilMs = -1;
    this.#refused = null;
    this.#generation += 1;
    this.retire();
  }

  /** The slice takes no more calls. */
  retire(): void {
    const slice = this.#slice ?? this.#unanswered;
    if (slice === null) return;
    this.#slice = null;
    this.#unanswered = null;
    this.#generation += 1;
    this.#parts.onRetired(slice);
  }

  /** Others have settled the slice. */
  lost(): void {
    this.#slice = null;
    this.#generation += 1;
  }

  retireIdle(nowMs: number): void {
    const slice = this.#current() ?? this.#unanswered;
    if (slice === null || slice.isAsked || slice.held > 0) return;
    if (nowMs - Math.max(slice.usedMs, slice.sinceMs) >= IDLE_MS) this.retire();
  }

  #current(): HeldSlice | null {
    const slice = this.#slice;
    if (slice === null) return null;
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs - slice.sinceMs >= OLDEST_MS || slice.isOver(nowMs)) this.retire();
    return this.#slice;
  }

  async #take(amount: number): Promise<HeldSlice | null> {
    const { clock, giveBack } = this.#parts;
    for (let tries = 0; tries < MAXIMUM_TRIES; tries += 1) {
      const nowMs = clock.monotonicMs();
      if (nowMs < this.#unlimitedUntilMs) return null;
      const held = this.#current();
      if (held?.reserve(amount, nowMs) === true) return held;
      if (this.#refused !== null && amount >= this.#refused.atLeast && nowMs < this.#refused.untilMs)
        throw this.#refused.error;
      try {
        // Reserved in the next round: what was granted may be another's by now.
        if ((await this.#ask(amount)) === 'UNLIMITED') return null;
      } catch (error) {
        if (!(error instanceof BudgetExhaustedError)) throw error;
        // What it needs may be in a slice that we do not use any more.
        if (await giveBack()) continue;
        this.#refused = { atLeast: amount, untilMs: clock.monotonicMs() + REFUSED_MS, error };
        throw error;
      }
    }
    throw new BooksUnavailableError();
  }

  /** Asks for the slice, or for more of the one that is held; one request at a time. */
  async #ask(atLeast: number): Promise<'GRANTED' | 'UNLIMITED' | 'LOST'> {
    const { clock, ids, operations, onRetired, hasOwnKey } = this.#parts;
    const sentMs = clock.monotonicMs();
    const held = this.#slice;
    const earlier = this.#unanswered;
    const slice = held ?? earlier ?? new HeldSlice(ids('slc'), sentMs);
    if (held === null) this.#unanswered = slice;
    const generation = this.#generation;
    const state = { held: held !== null, used: slice.used, underWay: slice.held };
    const input = { sliceId: slice.id, ...state, atLeast, ...(hasOwnKey ? { hasOwnKey } : {}) };
    slice.isAsked = true;
    const { takeBudgetSlice: taken } = await operations
      .call(TakeBudgetSliceDocument, { input }, { onBehalfOf: this.viewer })
      .catch((error: unknown) => Promise.reject(new BooksUnavailableError(error)))
      .finally(() => (slice.isAsked = false));
    if (generation !== this.#generation) {
      onRetired(slice);
      return 'LOST';
    }
    if (earlier === null) this.#unanswered = null;
    const [problem] = taken.userErrors;
    const isGranted = taken.amount != null && taken.lifeMs != null;
    if (!isGranted && (problem === undefined || earlier !== null)) this.retire();
    if (taken.lost) return 'LOST';
    if (problem !== undefined) {
      const mayDegrade = taken.exhausted?.action === 'DEGRADE';
      throw new BudgetExhaustedError({ message: problem.message, hint: problem.hint ?? null, mayDegrade });
    }
    if (!isGranted) {
      this.#freshUntilMs = sentMs + FRESH_MS;
      this.#unlimitedUntilMs = sentMs + BELIEVED_MS;
      return 'UNLIMITED';
    }
    this.#unlimitedUntilMs = -1;
    const sureUntilMs = sentMs + (taken.lifeMs ?? 0) * TRUSTED_PART;
    slice.granted(taken.amount ?? 0, sentMs, { sureUntilMs, endsAtMs: sentMs + (taken.endsInMs ?? Infinity) });
    this.#slice = slice;
    this.#unanswered = null;
    return 'GRANTED';
  }

  /** Calls do not wait for it: the bus tells of a new budget at once. */
  #askAgain(most: () => number | null): void {
    const amount = this.#isAsking ? null : most();
    if (amount === null || amount === 0) return;
    this.#isAsking = true;
    this.#taking = this.#taking
      .then(() => (this.#slice === null ? this.#ask(amount) : 'GRANTED'))
      .catch((error: unknown) => {
        if (error instanceof BudgetExhaustedError) this.#unlimitedUntilMs = -1;
      })
      .finally(() => {
        this.#isAsking = false;
      });
  }
}
