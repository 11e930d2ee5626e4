/** A paid attempt at a model outside of runs, as the ledger keeps it. */
export interface ModelCall {
  readonly id: string;
  /** Chosen by who asked the model: a call that is told twice counts once. */
  readonly callId: string;
  /** The person or service account. */
  readonly startedById: string;
  readonly apiKeyId: string | null;
  /** Null = the catalog of the tenant does not have it. */
  readonly modelId: string | null;
  /** `<provider>/<name>`. */
  readonly model: string;
  readonly operation: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Nano-USD; null = not known. */
  readonly cost: number | null;
  readonly unpriced: boolean;
  readonly durationMs: number;
  /** The attempt failed, and was paid all the same. */
  readonly errorCode: string | null;
  /** Paid by the person, with an own key: no budget of the organization has paid for it. */
  readonly ownKey: boolean;
  readonly at: string;
}

/** What a process says about a slice that it holds in several budgets at once. */
export interface SharedMark {
  readonly id: string;
  /** Nano-USD, of calls whose cost is known. */
  readonly used: number;
}
