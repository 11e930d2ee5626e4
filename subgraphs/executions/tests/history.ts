/** A run as the record had it when it had ended: nodes with their properties, as the database gives them. */
export interface History {
  readonly execution: Readonly<Record<string, unknown>>;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly {
    readonly seq: number;
    readonly name: string;
    readonly at: string;
    /** JSON. */
    readonly data: string;
  }[];
  /** Texts that it is pinned to. */
  readonly pins: readonly { readonly hash: string; readonly text: string }[];
}
