/**
 * Bytes by key: documents, artifacts, payloads too large for the graph. What a blob is (name, type, owner) stands in the
 * graph; here are only bytes. A blob is whole or absent, never half written, and may be read as soon as `put` has answered.
 *
 * Keys are `<tenant>/<noun>/<id>…`: words of letters, digits, `.`, `_` and `-`, joined by `/` (see `checkBlobKey`).
 */
export interface BlobStore extends AsyncDisposable {
  /**
   * Stores all bytes, or nothing. An existing blob of the key is replaced.
   * @throws BlobTooLargeError as soon as more than `maximumBytes` have come
   */
  put(key: string, body: BlobBody, options: PutBlobOptions): Promise<StoredBlob>;
  /** @throws BlobNotFoundError, BlobRangeError */
  get(key: string, options?: GetBlobOptions): Promise<BlobContent>;
  head(key: string): Promise<BlobFacts | null>;
  /** An unknown key is no error. */
  delete(key: string): Promise<void>;
}

export type BlobBody = Uint8Array | AsyncIterable<Uint8Array>;

export interface PutBlobOptions {
  readonly maximumBytes: number;
  readonly signal?: AbortSignal;
  /** Kept where the store has a place for it (S3's Content-Type); never read back. */
  readonly mimeType?: string;
}

export interface StoredBlob {
  readonly bytes: number;
  /** Lower-case hex, of all bytes. */
  readonly sha256: string;
}

export interface GetBlobOptions {
  readonly range?: BlobRange;
  readonly signal?: AbortSignal;
}

/** Both inclusive, as in HTTP; `end` beyond the last byte means the last byte. */
export interface BlobRange {
  readonly start: number;
  readonly end?: number;
}

export interface BlobContent {
  readonly stream: ReadableStream<Uint8Array>;
  /** Bytes that `stream` gives. */
  readonly bytes: number;
  /** Bytes of the whole blob. */
  readonly totalBytes: number;
}

export interface BlobFacts {
  readonly bytes: number;
}
