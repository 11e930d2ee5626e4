/** A task that never runs twice at once: who asks while it runs gets the next run, together with all others who ask by then. */
export class OneAtATime {
  readonly #task: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  run(): Promise<void> {
    if (this.#running === null) {
      this.#running = this.#task().finally(() => (this.#running = null));
      return this.#running;
    }
    const again = (): Promise<void> => {
      this.#next = null;
      return this.run();
    };
    this.#next ??= this.#running.then(again, again);
    return this.#next;
  }
}
