interface Calls<Result> {
  running: Promise<Result>;
  next: Promise<Result> | null;
}

/**
 * Shares calls between requests that ask for the same at the same time, without a cache: whoever comes while a call is under way
 * gets the answer of the next one, which begins after the question. So no answer is older than its question.
 */
export class NextCall<Result> {
  readonly #calls = new Map<string, Calls<Result>>();

  ask(key: string, call: () => Promise<Result>): Promise<Result> {
    const known = this.#calls.get(key);
    if (known === undefined) return this.#start(key, call);
    known.next ??= known.running.then(
      () => this.#start(key, call),
      () => this.#start(key, call),
    );
    return known.next;
  }

  #start(key: string, call: () => Promise<Result>): Promise<Result> {
    const calls: Calls<Result> = { running: call(), next: null };
    this.#calls.set(key, calls);
    const forget = (): void => {
      if (calls.next === null) this.#calls.delete(key);
    };
    calls.running.then(forget, forget);
    return calls.running;
  }
}
