export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * An answer of HTTP as it comes: its streams and classes of the Fetch standard would cost more than the rest of a call. Whoever does not read
 * `body` to its end discards it, or its connection stays taken.
 */
export class HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpHeaders;
  /** Decompressed. Read once; fails with what the caller of the request is told. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly #discard: () => void;

  constructor(of: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HttpHeaders;
    readonly body: AsyncIterable<Uint8Array>;
    readonly discard: () => void;
  }) {
    this.status = of.status;
    this.statusText = of.statusText;
    this.headers = of.headers;
    this.body = of.body;
    this.#discard = of.discard;
  }

  get isOk(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** @param name in lower case; null = not sent */
  header(name: string): string | null {
    const value = this.headers[name];
    if (value === undefined) return null;
    return typeof value === 'string' ? value : value.join(', ');
  }

  /** The whole body, decompressed. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.body) pieces.push(piece);
    const [first] = pieces;
    return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
  }

  /** Nobody reads the rest: the other side is let go. */
  discard(): void {
    this.#discard();
  }
}
