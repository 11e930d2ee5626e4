/**
 * Tells whoever waits for work that there is some. A ring may be lost and may be heard by several: the receiver looks into
 * the record, which decides who gets the work, and a reconciler finds what no ring announced (design: execution.md).
 */
export interface Doorbell extends AsyncDisposable {
  /** Never fails: a ring that cannot be delivered is lost. */
  ring(queue: string, id: string): Promise<void>;
  /** Resolves when rings from now on are heard. Ends with the signal. */
  listen(queue: string, handler: DoorbellHandler, options: { readonly signal: AbortSignal }): Promise<void>;
}

/** Takes note and returns; long work is started, not awaited here. */
export type DoorbellHandler = (id: string) => void;
