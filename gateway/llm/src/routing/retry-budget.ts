/**
 * Keeps retries from making an outage worse: each first attempt earns a tenth of a retry, so that retries stay near
 * 10 % of the traffic; a small reserve serves quiet times.
 */
export class RetryBudget {
  readonly #share: number;
  readonly #reserve: number;
  #balance: number;

  constructor(options: { readonly share: number; readonly reserve: number } = { share: 0.1, reserve: 10 }) {
    this.#share = options.share;
    this.#reserve = options.reserve;
    this.#balance = options.reserve;
  }

  earn(): void {
    this.#balance = Math.min(this.#reserve, this.#balance + this.#share);
  }

  /** False when the budget is spent: the first failure is then the answer. */
  spend(): boolean {
    if (this.#balance < 1) return false;
    this.#balance -= 1;
    return true;
  }
}
