import type { JsonObject } from '@aether/schema';

export interface StepTextOptions {
  readonly stepId: string;
  readonly attempt: number;
  /** Least pause between two durable deltas, in milliseconds. */
  readonly deltaMs: number;
  /** Sent at once, may be lost. */
  readonly preview: (data: JsonObject) => void;
  /** Written into the record. */
  readonly delta: (data: JsonObject) => void;
}

/** The growing text of one attempt of a step: previews at once, durable deltas by offset at most each `deltaMs`. */
export class StepText {
  readonly #options: StepTextOptions;
  #length = 0;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StepTextOptions) {
    this.#options = options;
  }

  add(text: string): void {
    if (text === '') return;
    const { stepId, attempt, deltaMs, preview } = this.#options;
    preview({ stepId, attempt, offset: this.#length, text });
    this.#length += text.length;
    this.#waiting += text;
    this.#timer ??= setTimeout(() => this.flush(), deltaMs);
  }

  /** Writes what waits; the last call is followed by the end of the step. */
  flush(): void {
    this.stop();
    if (this.#waiting === '') return;
    const { stepId, attempt, delta } = this.#options;
    delta({ stepId, attempt, offset: this.#length - this.#waiting.length, text: this.#waiting });
    this.#waiting = '';
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
