export interface BodyLimit {
  readonly maximumBytes: number;
  readonly tooLarge: () => unknown;
  /** Names what breaks on the way. */
  readonly mapError: (error: unknown) => unknown;
  /** Lets go of what brings the bytes. */
  readonly discard: () => void;
}

/** Passes a body on up to a number of bytes. By hand, for what a generator leaves behind outlives the young generation of the heap (see AnswerBody). */
export class LimitedBody implements AsyncIterableIterator<Uint8Array> {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #limit: BodyLimit;
  #bytes = 0;

  constructor(pieces: AsyncIterator<Uint8Array>, limit: BodyLimit) {
    this.#pieces = pieces;
    this.#limit = limit;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    return this.#pieces.next().then(this.#counted, this.#broken);
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#limit.discard();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #counted = (piece: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> => {
    if (piece.done === true) return piece;
    this.#bytes += piece.value.length;
    if (this.#bytes <= this.#limit.maximumBytes) return piece;
    this.#limit.discard();
    throw this.#limit.tooLarge();
  };

  readonly #broken = (error: unknown): never => {
    throw this.#limit.mapError(error);
  };
}
