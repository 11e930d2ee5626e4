/** Gives out names, each once: `pet`, `pet_2`, `pet_3`. */
export class UniqueNames {
  readonly #most: number;
  readonly #taken: Set<string>;
  /** So that the thousandth name is found as fast as the first. */
  readonly #next = new Map<string, number>();

  /** @param most characters of a name */
  constructor(most: number, taken: readonly string[] = []) {
    this.#most = most;
    this.#taken = new Set(taken);
  }

  /** @param second is tried before names are numbered */
  take(wanted: string, second = wanted): string {
    const base = wanted.slice(0, this.#most);
    for (const name of [base, second.slice(0, this.#most)]) if (this.#take(name)) return name;
    // Room for "_" and a number of ten digits.
    const stem = base.slice(0, this.#most - 11);
    for (let number = this.#next.get(stem) ?? 2; ; number++) {
      const name = `${stem}_${number}`;
      if (!this.#take(name)) continue;
      this.#next.set(stem, number + 1);
      return name;
    }
  }

  #take(name: string): boolean {
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }
}
