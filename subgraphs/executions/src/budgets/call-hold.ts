import { PlatformError } from '@aether/common/service';
import type { CallBound } from '@aether/runtime';
import type { ErrorCode } from '@aether/schema';
import type { RunTotals } from '../journal/run-totals.ts';
import type { BudgetHold } from './budget-escrow.ts';
import { type ModelPrice, mostUntil } from './call-price.ts';
import type { SliceMark } from './slice.ts';

/** Failures in the middle of an answer, of which nothing readable may have come. */
const BEGUN: readonly ErrorCode[] = [
  'STREAM_TRUNCATED',
  'PROVIDER_STREAM_ERROR',
  'PROVIDER_IDLE_TIMEOUT',
  'PROVIDER_TOTAL_TIMEOUT',
  'ENDPOINT_INTERRUPTED',
  'ENDPOINT_TIMEOUT',
  'ENDPOINT_INVALID',
  'ENDPOINT_ANSWER_TOO_LARGE',
  'TOOL_OUTCOME_UNKNOWN',
];

interface CallHoldFacts {
  readonly price: ModelPrice;
  readonly call: CallBound;
  readonly amount: number;
  readonly shared: BudgetHold | null;
  readonly totals: Pick<RunTotals, 'release' | 'keep'>;
  /** In no budget of the organization: the call is made with an own key of its person, or not at all. */
  readonly ownKeyOnly?: boolean;
}

/** What is reserved for one call, in the budget of its run and in those of everybody who pays for it. */
export class CallHold {
  readonly #of: CallHoldFacts;
  /** The answer must not have more, for what is reserved to be the most; null = the agent has said so itself. */
  readonly outputTokens: number | null;
  #isOpen = true;

  constructor(of: CallHoldFacts, outputTokens: number | null) {
    this.#of = of;
    this.outputTokens = outputTokens;
  }

  get ownKeyOnly(): boolean {
    return this.#of.ownKeyOnly === true;
  }

  /** For the record: nobody else needs to know of what only the run itself limits. */
  marks(): readonly SliceMark[] {
    return this.#of.shared?.marks() ?? [];
  }

  /**
   * @param cost null = the call was answered, and nobody knows for how much: it counts at its most
   * @param by.hasOwnKey its person paid: the run's own limit counts it, and of the budgets only those of their API key
   */
  settle(cost: number | null, { hasOwnKey }: { readonly hasOwnKey: boolean } = { hasOwnKey: false }): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { totals, amount, shared } = this.#of;
    if (cost === null) totals.keep(amount);
    else totals.release(amount);
    shared?.settle(cost ?? amount, hasOwnKey);
  }

  /**
   * The call failed. When its answer had begun, or it was stopped, its prompt and what came of the answer may have been paid; what was refused
   * before the first word was not.
   */
  fail(
    error: unknown,
    { answeredBytes, isStopped, hasOwnKey }: { answeredBytes: number; isStopped: boolean; hasOwnKey: boolean },
  ): void {
    const hasBegun = answeredBytes > 0 || isStopped || (error instanceof PlatformError && BEGUN.includes(error.code));
    this.settle(hasBegun ? mostUntil(this.#of.price, this.#of.call, answeredBytes) : 0, { hasOwnKey });
  }
}
