/**
 * Ends some work by itself (`abort`: a time limit, a cancellation) or with any of its sources. `AbortSignal.any` and `.timeout` do the same by
 * weak references and finalizers, which is what the collector is busy with under load; these listeners are taken back at the end of the work.
 */
export class LinkedAbort implements Disposable {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];

  constructor(...sources: readonly AbortSignal[]) {
    this.#sources = sources;
    for (const source of sources) {
      if (source.aborted) this.abort(source.reason);
      else source.addEventListener('abort', this.#follow, { once: true });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first reason stays. */
  abort(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  [Symbol.dispose](): void {
    for (const source of this.#sources) source.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (event: Event): void => {
    if (event.target instanceof AbortSignal) this.abort(event.target.reason);
  };
}
