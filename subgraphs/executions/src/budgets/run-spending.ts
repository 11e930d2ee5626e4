import { BudgetRefusedError, dollars, type PinnedRun, type StepDefinition } from '@aether/runtime';
import type { RunTotals } from '../journal/run-totals.ts';
import type { BudgetEscrow, BudgetHold } from './budget-escrow.ts';
import type { Payer } from './budget.ts';
import { withCause } from './errors.ts';
import { payerOf } from './payer-of.ts';
import { CallHold } from './call-hold.ts';
import { fixedPrice, mostOf, outputTokensOf, type PricedCall } from './call-price.ts';
import type { ModelPrices } from './model-prices.ts';

export interface RunSpendingParts {
  readonly escrow: BudgetEscrow;
  readonly prices: ModelPrices;
}

interface Shared {
  readonly shared: BudgetHold | null;
  readonly ownKeyOnly: boolean;
}

/** What one run may spend: its own budget, and those of everybody who pays for it. */
export class RunSpending {
  readonly #parts: RunSpendingParts;
  readonly #run: PinnedRun;
  /** Ids of models by slug. */
  readonly #models: Readonly<Record<string, string>>;
  readonly #totals: RunTotals;
  readonly #payer: Payer;
  /** Models whose last call its person has paid with an own key: of their next one nothing is reserved that the organization would pay. */
  readonly #ownKeyModels = new Set<string>();

  constructor(
    parts: RunSpendingParts,
    of: {
      readonly run: PinnedRun;
      readonly models: Readonly<Record<string, string>>;
      readonly totals: RunTotals;
    },
  ) {
    this.#parts = parts;
    this.#run = of.run;
    this.#models = of.models;
    this.#totals = of.totals;
    const { tenantId, agentId, runAs } = of.run;
    this.#payer = payerOf(runAs, { tenantId, agentId });
  }

  /**
   * Reserves the most that a step may cost, before anything goes out. What a budget of the organization has no room for may still be made with an own
   * key of the run's person; whether there is one, only the LLM gateway knows, and it refuses such a call with OWN_KEY_REQUIRED if not.
   * @param isOwnKeyGone it has refused it: the organization pays, or nobody does
   * @returns null when nothing limits it, or its price is not known: then its cost counts as unpriced
   * @throws BudgetRefusedError when it does not fit
   */
  async hold(step: StepDefinition, isOwnKeyGone = false): Promise<CallHold | null> {
    const { escrow } = this.#parts;
    if (this.#run.budget === null && !(await escrow.isLimited(this.#payer))) return null;
    const priced = await this.#priced(step);
    if (priced === null) return null;
    const { price, call } = priced;
    const amount = mostOf(price, call);
    try {
      this.#reserve(amount);
    } catch (error) {
      throw error instanceof BudgetRefusedError ? withCause(error, priced) : error;
    }
    try {
      const shared = await this.#share(amount, isOwnKeyGone ? null : this.#modelOfOwnKey(step));
      const outputTokens = amount === 0 || call.maximumOutputTokens !== null ? null : outputTokensOf(price, call);
      return new CallHold({ price, call, amount, ...shared, totals: this.#totals }, outputTokens);
    } catch (error) {
      this.#totals.release(amount);
      throw error instanceof BudgetRefusedError ? withCause(error, priced) : error;
    }
  }

  /** The call has gone out, and this is who paid. Where the gateway may choose another model, the next call may be anybody's. */
  paid({ model }: StepDefinition, hasOwnKey: boolean): void {
    const { optimizeFor, fallbacks } = this.#run.spec.model;
    const isChosen = optimizeFor !== 'QUALITY' && fallbacks.length > 0;
    if (hasOwnKey && !isChosen && model !== undefined) this.#ownKeyModels.add(model);
    else this.#ownKeyModels.delete(model ?? '');
  }

  /** Null = no own key may be used for the step. */
  #modelOfOwnKey({ model, bound }: StepDefinition): string | null {
    const { isInteractive, runAs } = this.#run;
    return isInteractive === true && runAs.userId !== null && bound !== undefined ? (model ?? null) : null;
  }

  async #share(amount: number, ownKeyModel: string | null): Promise<Shared> {
    const { escrow } = this.#parts;
    const ofOwnKey = async (): Promise<Shared> => ({
      shared: await escrow.hold(this.#payer, amount, true),
      ownKeyOnly: true,
    });
    if (ownKeyModel !== null && amount > 0 && this.#ownKeyModels.has(ownKeyModel)) return ofOwnKey();
    try {
      return { shared: await escrow.hold(this.#payer, amount), ownKeyOnly: false };
    } catch (error) {
      if (ownKeyModel === null || !(error instanceof BudgetRefusedError)) throw error;
      return ofOwnKey();
    }
  }

  async #priced({ bound, model, price }: StepDefinition): Promise<PricedCall | null> {
    if (price !== undefined) return fixedPrice(price);
    const modelId = this.#models[model ?? ''];
    if (bound === undefined || modelId === undefined) return null;
    const known = await this.#parts.prices.of(this.#run.tenantId, modelId);
    return known === null ? null : { price: known, call: bound() };
  }

  #reserve(amount: number): void {
    const { budget } = this.#run;
    const left = budget === null ? null : budget - this.#totals.counted - this.#totals.reserved;
    if (left !== null && amount > left)
      throw new BudgetRefusedError({
        message: `The next call may cost up to ${dollars(amount)}, and the budget of the run has ${dollars(Math.max(0, left))} left.`,
        facts: { atLeast: amount, left },
        hint: 'Run it again with a higher budget, or choose a cheaper model.',
        // The agent names its fallbacks itself: one that fits is what it allows.
        mayDegrade: true,
      });
    this.#totals.reserve(amount);
  }
}
