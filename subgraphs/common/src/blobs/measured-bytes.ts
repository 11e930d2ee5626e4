import { createHash } from 'node:crypto';
import type { BlobBody, PutBlobOptions, StoredBlob } from './blob-store.ts';
import { BlobTooLargeError } from './errors.ts';

/** Passes the bytes of a body on, counts and hashes them, and stops at the limit and at the signal. */
export class MeasuredBytes implements AsyncIterable<Uint8Array> {
  readonly #body: BlobBody;
  readonly #key: string;
  readonly #options: PutBlobOptions;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(key: string, body: BlobBody, options: PutBlobOptions) {
    this.#key = key;
    this.#body = body;
    this.#options = options;
  }

  /** Facts of what has passed; whole once the loop has ended. Call once. */
  finish(): StoredBlob {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { maximumBytes, signal } = this.#options;
    const body = this.#body instanceof Uint8Array ? only(this.#body) : this.#body;
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (let next = await nextOf(chunks, signal); next.done !== true; next = await nextOf(chunks, signal)) {
        this.#bytes += next.value.length;
        if (this.#bytes > maximumBytes) throw new BlobTooLargeError(this.#key, maximumBytes);
        this.#hash.update(next.value);
        yield next.value;
      }
    } finally {
      // Not awaited: a sender that stalls does not answer this either.
      void chunks.return?.()?.catch(() => {});
    }
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The next chunk, or the reason of the signal: a sender may stall for ever. */
async function nextOf(
  chunks: AsyncIterator<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Uint8Array>> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Uint8Array>>();
  const abort = (): void => reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  chunks.next().then(resolve, reject);
  return promise.finally(() => signal?.removeEventListener('abort', abort));
}
