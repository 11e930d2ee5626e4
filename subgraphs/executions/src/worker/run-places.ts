/**
 * Places of a worker that its runs have given back while they wait for runs that they called. So called runs always find a place, also
 * where every place was held by a run that calls; a run that goes on takes a place again, before any other run is begun.
 */
export class RunPlaces {
  /** Calls in flight by run. */
  readonly #calls = new Map<string, number>();
  readonly #returning = new Set<() => void>();
  #onChange: () => void = () => {};

  /** Runs in work that hold no place. */
  get given(): number {
    return this.#calls.size;
  }

  /** Called when a place has become free. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Lets a run that waits for a place go on; false when none does. */
  takeBack(): boolean {
    const [goOn] = this.#returning;
    if (goOn === undefined) return false;
    this.#returning.delete(goOn);
    goOn();
    return true;
  }

  /** The run has no place while `work` is under way. When the run is stopped, it waits for none. */
  async without<Result>(executionId: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const calls = this.#calls.get(executionId);
    this.#calls.set(executionId, (calls ?? 0) + 1);
    if (calls === undefined) this.#onChange();
    try {
      return await work();
    } finally {
      await this.#back(executionId, signal);
    }
  }

  /** The last call of a run waits for a place; earlier ones go on beside it without. */
  async #back(executionId: string, signal: AbortSignal): Promise<void> {
    const calls = (this.#calls.get(executionId) ?? 1) - 1;
    this.#calls.set(executionId, calls);
    if (calls > 0) return;
    const place = Promise.withResolvers<void>();
    const goOn = (): void => {
      this.#returning.delete(goOn);
      // Another call may have begun meanwhile: then the run still holds no place.
      if (this.#calls.get(executionId) === 0) this.#calls.delete(executionId);
      place.resolve();
    };
    if (signal.aborted) return goOn();
    this.#returning.add(goOn);
    signal.addEventListener('abort', goOn, { once: true });
    this.#onChange();
    await place.promise;
    signal.removeEventListener('abort', goOn);
  }
}
