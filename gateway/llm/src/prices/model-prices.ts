/** Nano-US-dollars per million tokens. Null = not known. */
export interface ModelPrices {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number | null;
  /** @default the price of other input */
  readonly cachedInputPerMillion: number | null;
  /** Epoch milliseconds from which on these hold; null = always. */
  readonly validFrom: number | null;
}
