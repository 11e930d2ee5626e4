const WIDTH = 14;
const QUIET_MS = 1_000;

/** The lines that a person sees while Aether starts and stops: one for each part, with its time when that was long. */
export class Progress {
  readonly #write: (line: string) => void;
  readonly #monotonicMs: () => number;

  constructor(options: { write: (line: string) => void; monotonicMs: () => number }) {
    this.#write = options.write;
    this.#monotonicMs = options.monotonicMs;
  }

  /** A line by itself. */
  say(line: string): void {
    this.#write(line);
  }

  /** Does the work of one part; says what it waits for after a second, and what came of it. */
  async part<Result>(name: string, work: () => Promise<Result>, describe: (result: Result) => string): Promise<Result> {
    const began = this.#monotonicMs();
    const waiting = setTimeout(() => this.#write(`· ${name.padEnd(WIDTH)} starting …`), QUIET_MS);
    try {
      const result = await work();
      const tookMs = this.#monotonicMs() - began;
      const time = tookMs < QUIET_MS ? '' : ` (${(tookMs / 1_000).toFixed(1)} s)`;
      this.#write(`✓ ${name.padEnd(WIDTH)} ${describe(result)}${time}`);
      return result;
    } finally {
      clearTimeout(waiting);
    }
  }
}
