import { Readable } from 'node:stream';
import { BodyTooLargeError } from '../errors.ts';

/** The bytes of a request, as they come, up to a limit: a client that sends in chunks announces no length. */
export class BoundedBody {
  readonly stream: ReadableStream<Uint8Array>;
  #failure: BodyTooLargeError | null = null;

  constructor(source: Readable, maximumBytes: number) {
    let bytes = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength;
        if (bytes <= maximumBytes) return controller.enqueue(chunk);
        this.#failure = new BodyTooLargeError(maximumBytes);
        return controller.error(this.#failure);
      },
    });
    // A request that is canceled takes its socket with it, and with that the answer that says why.
    this.stream = (Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>).pipeThrough(counted, {
      preventCancel: true,
    });
  }

  /** Why the stream broke off; null = it did not. */
  get failure(): BodyTooLargeError | null {
    return this.#failure;
  }
}
