import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
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
import { BlobNotFoundError, BlobRangeError, BlobStoreFullError } from './errors.ts';
import { MeasuredBytes } from './measured-bytes.ts';
import { toReadableStream } from './to-readable-stream.ts';

export interface FileBlobStoreOptions {
  readonly directory: string;
  /** Names of temporary files: two processes that share the folder must never choose the same. */
  readonly random: (bytes: number) => Uint8Array;
}

const INCOMING = '.incoming';

/**
 * Blobs as files: `<directory>/<2 hex digits of the key's hash>/<key with ~ for />`. Several processes may share the folder:
 * a blob appears by one rename, after its bytes and before its name are on disk.
 */
export class FileBlobStore implements BlobStore {
  readonly #directory: string;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: FileBlobStoreOptions) {
    this.#directory = options.directory;
    this.#random = options.random;
  }

  async put(key: string, body: BlobBody, options: PutBlobOptions): Promise<StoredBlob> {
    const { folder, path } = this.#place(key);
    const incoming = join(this.#directory, INCOMING);
    const temporary = join(incoming, Buffer.from(this.#random(16)).toString('hex'));
    const bytes = new MeasuredBytes(key, body, options);
    try {
      await mkdir(incoming, { recursive: true });
      await mkdir(folder, { recursive: true });
      await write(temporary, bytes);
      options.signal?.throwIfAborted();
      await rename(temporary, path);
      await syncFolder(folder);
      return bytes.finish();
    } catch (error) {
      await rm(temporary, { force: true });
      throw isFull(error) ? new BlobStoreFullError(error) : error;
    }
  }

  async get(key: string, { range, signal }: GetBlobOptions = {}): Promise<BlobContent> {
    signal?.throwIfAborted();
    const file = await this.#open(key);
    const totalBytes = (await file.stat()).size;
    const start = range?.start ?? 0;
    if (range !== undefined && start >= totalBytes) {
      await file.close();
      throw new BlobRangeError(key, totalBytes);
    }
    const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
    const bytes = end - start + 1;
    if (bytes === 0) {
      await file.close();
      return { stream: new Blob([]).stream(), bytes, totalBytes };
    }
    // The open file is read, not its name: a blob that is replaced meanwhile is still read whole.
    const reading = createReadStream('', { fd: file, start, end, signal });
    return { stream: toReadableStream(reading), bytes, totalBytes };
  }

  async head(key: string): Promise<BlobFacts | null> {
    try {
      return { bytes: (await stat(this.#place(key).path)).size };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.#place(key).path, { force: true });
  }

  /** Removes what crashed processes left behind half written before an instant. */
  async removeAbandoned(before: Date): Promise<void> {
    const incoming = join(this.#directory, INCOMING);
    const names = await readdir(incoming).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const name of names) {
      const path = join(incoming, name);
      const facts = await stat(path).catch(() => null);
      if (facts !== null && facts.mtime < before) await rm(path, { force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Files that are still read belong to their streams.
  }

  #place(key: string): { folder: string; path: string } {
    const shard = createHash('sha256').update(checkBlobKey(key)).digest('hex').slice(0, 2);
    const folder = join(this.#directory, shard);
    return { folder, path: join(folder, key.replaceAll('/', '~')) };
  }

  async #open(key: string): Promise<FileHandle> {
    try {
      return await open(this.#place(key).path, 'r');
    } catch (error) {
      throw isMissing(error) ? new BlobNotFoundError(key) : error;
    }
  }
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, 'wx');
  for await (const chunk of bytes) await file.writeFile(chunk);
  await file.sync();
}

/** The rename itself is durable only when the folder is. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
