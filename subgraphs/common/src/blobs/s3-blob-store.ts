import type { Dispatcher } from 'undici';
import { checkBlobKey } from './blob-key.ts';
import type {
  BlobBody,
  BlobContent,
  BlobFacts,
  BlobStore,
  GetBlobOptions,
  PutBlobOptions,
  StoredBlob,
} from './blob-store.ts';
import { BlobNotFoundError, BlobRangeError, BlobStoreUnavailableError } from './errors.ts';
import { MeasuredBytes } from './measured-bytes.ts';
import { S3Client, type S3ClientOptions } from './s3-client.ts';
import { S3Upload } from './s3-upload.ts';
import { toReadableStream } from './to-readable-stream.ts';

export interface S3BlobStoreOptions extends S3ClientOptions {
  /**
   * Memory of one upload; more than this goes up in parts of this size. S3 takes 5 MiB to 5 GiB, 10,000 parts.
   * @default 8 MiB
   */
  readonly partBytes?: number;
}

/** Blobs in one bucket of S3 or of a server that speaks its protocol. */
export class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #partBytes: number;

  constructor({ partBytes = 8 * 1024 * 1024, ...options }: S3BlobStoreOptions) {
    this.#client = new S3Client(options);
    this.#partBytes = partBytes;
  }

  async put(key: string, body: BlobBody, options: PutBlobOptions): Promise<StoredBlob> {
    const bytes = new MeasuredBytes(checkBlobKey(key), body, options);
    const upload = new S3Upload(this.#client, key, options);
    try {
      for await (const part of parts(bytes, this.#partBytes)) await upload.add(part);
      await upload.complete();
      return bytes.finish();
    } catch (error) {
      await upload.abort();
      throw error;
    }
  }

  async get(key: string, { range, signal }: GetBlobOptions = {}): Promise<BlobContent> {
    const headers: Record<string, string> = {};
    if (range !== undefined) headers['range'] = `bytes=${range.start}-${range.end ?? ''}`;
    const response = await this.#client.send({
      method: 'GET',
      key: checkBlobKey(key),
      headers,
      ...(signal && { signal }),
    });
    if (response.statusCode === 200 || response.statusCode === 206) return contentOf(response);
    await response.body.dump();
    if (response.statusCode === 404) throw new BlobNotFoundError(key);
    if (response.statusCode === 416) throw new BlobRangeError(key, (await this.head(key))?.bytes ?? 0);
    throw refused(response);
  }

  async head(key: string): Promise<BlobFacts | null> {
    const response = await this.#client.send({ method: 'HEAD', key: checkBlobKey(key) });
    await response.body.dump();
    if (response.statusCode === 404) return null;
    if (response.statusCode !== 200) throw refused(response);
    return { bytes: Number(response.headers['content-length']) };
  }

  async delete(key: string): Promise<void> {
    const response = await this.#client.send({ method: 'DELETE', key: checkBlobKey(key) });
    await response.body.dump();
    if (response.statusCode >= 300 && response.statusCode !== 404) throw refused(response);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }
}

function contentOf(response: Dispatcher.ResponseData): BlobContent {
  const bytes = Number(response.headers['content-length']);
  const total = String(response.headers['content-range'] ?? '').split('/')[1];
  return { stream: toReadableStream(response.body), bytes, totalBytes: total === undefined ? bytes : Number(total) };
}

function refused(response: Dispatcher.ResponseData): BlobStoreUnavailableError {
  return new BlobStoreUnavailableError(`S3 answered ${response.statusCode}`, { retryable: false });
}

/** Gathers chunks to parts of exactly `size` bytes, the last one shorter; one empty part when there is nothing. */
async function* parts(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (bytes + rest.length > size) {
      yield Buffer.concat([...gathered, rest.subarray(0, size - bytes)]);
      rest = rest.subarray(size - bytes);
      [gathered, bytes, isFirst] = [[], 0, false];
    }
    gathered.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0 || isFirst) yield Buffer.concat(gathered);
}
