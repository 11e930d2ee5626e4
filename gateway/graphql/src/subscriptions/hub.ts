import type { SubgraphResult } from '@aether/common/service';
import { type UpstreamEvent, toUpstreamEvent } from './upstream-event.ts';

export interface HubReader {
  push(event: UpstreamEvent): void;
  end(): void;
  fail(reason: unknown): void;
}

/** One upstream stream, read once, for all subscribers of the same operation with the same rights. */
export class Hub {
  readonly #upstream: AsyncIterableIterator<SubgraphResult>;
  readonly #responseName: string;
  readonly #onEmpty: () => void;
  readonly #readers = new Set<HubReader>();
  #lastSeq: number | null = null;
  #closed = false;

  /** @param options.onEmpty called once, when the last reader has left or the stream has ended */
  constructor(options: {
    readonly upstream: AsyncIterableIterator<SubgraphResult>;
    readonly responseName: string;
    readonly onEmpty: () => void;
  }) {
    this.#upstream = options.upstream;
    this.#responseName = options.responseName;
    this.#onEmpty = options.onEmpty;
  }

  /** Newest durable event that passed; null before the first. */
  get lastSeq(): number | null {
    return this.#lastSeq;
  }

  get readers(): number {
    return this.#readers.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  attach(reader: HubReader): void {
    this.#readers.add(reader);
  }

  detach(reader: HubReader): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#close();
  }

  /** Reads until the owner ends the stream or the last reader has left. */
  async run(): Promise<void> {
    try {
      for await (const result of this.#upstream) {
        if (this.#closed) return;
        const event = toUpstreamEvent(result, this.#responseName);
        if (event.seq !== null) this.#lastSeq = event.seq;
        for (const reader of this.#readers) reader.push(event);
      }
      for (const reader of this.#readers) reader.end();
    } catch (error) {
      for (const reader of this.#readers) reader.fail(error);
    } finally {
      this.#close();
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onEmpty();
    void this.#upstream.return?.();
  }
}
