import { ToolResultTooLargeError } from './errors.ts';

/** After the end of a stream its last message is still on the way through the parser. */
const GRACE_MS = 1_000;

/**
 * The `fetch` of one call. It limits what an answer may hold, and tells when the stream of the answer broke off or ended: the SDK would
 * wait for a message until its timeout.
 */
export class CallWire {
  readonly fetch: typeof fetch;
  /** Rejects when no answer can come any more. */
  readonly broken: Promise<never>;

  constructor(fetchOf: typeof fetch, maximumBytes: number) {
    const { promise, reject } = Promise.withResolvers<never>();
    // Whoever waits for it sees it; without a waiter it is no defect.
    promise.catch(() => {});
    this.broken = promise;
    this.fetch = async (input, init) => {
      const response = await fetchOf(input, init);
      if (response.body === null || !isCall(init)) return response;
      const { status, statusText, headers } = response;
      const counted = ReadableStream.from(limited(response.body, maximumBytes, reject));
      return new Response(counted, { status, statusText, headers });
    };
  }
}

function isCall(init: RequestInit | undefined): boolean {
  return typeof init?.body === 'string' && init.body.includes('"method":"tools/call"');
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  maximumBytes: number,
  onBroken: (reason: Error) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > maximumBytes) throw new ToolResultTooLargeError(maximumBytes);
      yield chunk;
    }
  } catch (error) {
    onBroken(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  setTimeout(() => onBroken(new Error('The stream ended without an answer.')), GRACE_MS).unref();
}
