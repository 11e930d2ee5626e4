import { PlatformError } from '@aether/common/service';

/** A budget has less left than the next call may cost. No model was asked, nothing was spent. */
export class BudgetExhaustedError extends PlatformError {
  /** The budget lets a cheaper model stand in. */
  readonly mayDegrade: boolean;

  constructor(refusal: { readonly message: string; readonly hint: string | null; readonly mayDegrade: boolean }) {
    const { message, hint, mayDegrade } = refusal;
    super('BUDGET_EXHAUSTED', message, hint === null ? {} : { hint });
    this.mayDegrade = mayDegrade;
  }
}

/** Executions, which keeps budgets and the ledger, does not answer: nobody knows what may be spent. */
export class BooksUnavailableError extends PlatformError {
  constructor(cause?: unknown) {
    super('UNAVAILABLE', 'What may be spent on models is not known at the moment, so no model was asked.', {
      cause,
      hint: 'Try again in a moment.',
    });
  }
}
