import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { FetchFailedError, FetchTooLargeError } from './safe-fetch-errors.ts';

/** Of a body that waits for its reader, in bytes; above, the server has to wait. */
const WAITING = new ByteLengthQueuingStrategy({ highWaterMark: 256 * 1024 });
/** They have no body (Fetch standard, null body status), and a `Response` takes none. */
const WITHOUT_BODY = [204, 205, 304];
/** They describe the bytes on the wire; a body is decompressed. */
const OF_THE_WIRE = ['content-encoding', 'content-length', 'transfer-encoding'];

/** What is asked for with each request. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br';

export interface SafeFetchAnswerOptions {
  readonly origin: string;
  readonly isHead: boolean;
  /** Of the body, decompressed. */
  readonly maximumBytes: number;
  /** What the caller sees of an error of the connection. */
  readonly nameError: (error: unknown) => unknown;
  /** Once, when nothing more can come. */
  readonly onEnd: () => void;
}

/**
 * The answer to one request as a `Response`, made of what undici's connection reads. Its `fetch` does the same in five layers, which cost more
 * than the exchange. A body is decompressed and counted, and read no faster than its reader reads.
 */
export class SafeFetchAnswer implements Dispatcher.DispatchHandler {
  readonly #options: SafeFetchAnswerOptions;
  readonly #response = Promise.withResolvers<Response>();
  #connection: Dispatcher.DispatchController | null = null;
  #interrupted: Error | null = null;
  #body: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** Null = the bytes are those of the wire. */
  #decoder: Transform | null = null;
  #bytes = 0;
  #isOver = false;

  constructor(options: SafeFetchAnswerOptions) {
    this.#options = options;
  }

  /** When its head is there; the body follows. */
  get response(): Promise<Response> {
    return this.#response.promise;
  }

  /** Also before there is a connection. */
  interrupt(reason: Error): void {
    this.#interrupted = reason;
    this.#connection?.abort(reason);
    this.#failed(reason);
  }

  onRequestStart(connection: Dispatcher.DispatchController): void {
    this.#connection = connection;
    if (this.#interrupted !== null) connection.abort(this.#interrupted);
  }

  onResponseStart(
    connection: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    statusText = '',
  ): void {
    // Such as 103, "early hints": the answer follows.
    if (status < 200) return;
    const { origin, maximumBytes } = this.#options;
    const hasBody = !this.#options.isHead && !WITHOUT_BODY.includes(status);
    if (hasBody && Number(headers['content-length'] ?? 0) > maximumBytes)
      throw new FetchTooLargeError(origin, maximumBytes);
    this.#decoder = hasBody ? this.#decoderOf(String(headers['content-encoding'] ?? '')) : null;
    const body = hasBody ? this.#stream(connection) : null;
    this.#response.resolve(new Response(body, { status, statusText, headers: pairsOf(headers) }));
  }

  onResponseData(connection: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#decoder === null) this.#deliver(chunk);
    else if (!this.#decoder.write(chunk)) connection.pause();
    if (this.#decoder === null && this.#isFull()) connection.pause();
  }

  onResponseEnd(): void {
    if (this.#decoder === null) this.#done();
    else this.#decoder.end();
  }

  onResponseError(_connection: Dispatcher.DispatchController, error: Error): void {
    this.#failed(error);
  }

  #stream(connection: Dispatcher.DispatchController): ReadableStream<Uint8Array> {
    const decoder = this.#decoder;
    decoder
      ?.on('data', (chunk: Buffer) => {
        this.#deliver(chunk);
        if (this.#isFull()) decoder.pause();
      })
      .on('drain', () => connection.resume())
      .on('end', () => this.#done())
      .on('error', (error) => this.#failed(error));
    return new ReadableStream<Uint8Array>(
      {
        start: (body) => {
          this.#body = body;
        },
        pull: () => {
          if (decoder === null) connection.resume();
          else decoder.resume();
        },
        cancel: () => this.#stop(new Error('Nobody reads the answer any more.')),
      },
      WAITING,
    );
  }

  #deliver(chunk: Uint8Array): void {
    // undici delivers empty pieces where it goes on after a pause: passed on, they would make the next pause.
    if (this.#isOver || chunk.length === 0) return;
    const { origin, maximumBytes } = this.#options;
    this.#bytes += chunk.length;
    if (this.#bytes > maximumBytes) this.#failed(new FetchTooLargeError(origin, maximumBytes));
    else this.#body?.enqueue(chunk);
  }

  #isFull(): boolean {
    return !this.#isOver && (this.#body?.desiredSize ?? 1) <= 0;
  }

  #done(): void {
    if (this.#isOver) return;
    this.#body?.close();
    this.#end();
  }

  #failed(error: unknown): void {
    if (this.#isOver) return;
    const named = this.#options.nameError(error);
    this.#response.reject(named);
    this.#body?.error(named);
    this.#stop(error instanceof Error ? error : new Error(String(error)));
  }

  #stop(reason: Error): void {
    this.#end();
    this.#decoder?.destroy();
    this.#connection?.abort(reason);
  }

  #end(): void {
    this.#isOver = true;
    this.#options.onEnd();
  }

  /** Lenient at the end of the data, as browsers are. @throws FetchFailedError when nobody could read it */
  #decoderOf(coding: string): Transform | null {
    const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
    switch (coding.trim().toLowerCase()) {
      case '':
      case 'identity':
        return null;
      case 'gzip':
      case 'x-gzip':
        return createGunzip(zlib);
      case 'deflate':
        return createInflate(zlib);
      case 'br':
        return createBrotliDecompress({
          flush: constants.BROTLI_OPERATION_FLUSH,
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
        });
      case 'zstd':
        return createZstdDecompress();
      default:
        throw new FetchFailedError(this.#options.origin, `its answer is encoded as "${coding.slice(0, 40)}"`, null);
    }
  }
}

function pairsOf(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  const pairs: [string, string][] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || OF_THE_WIRE.includes(name)) continue;
    if (typeof value === 'string') pairs.push([name, value]);
    else for (const one of value) pairs.push([name, one]);
  }
  return pairs;
}
