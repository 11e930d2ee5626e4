import type { BlobStore } from '@aether/common/blobs';
import type { Logger } from '@aether/common/service';
import type { UploadStore } from '../db/upload-store.ts';

const INTERVAL_MS = 10 * 60 * 1_000; // 10 minutes
const PORTION = 100;

/** Removes uploads that nobody made a document of. */
export class UploadSweeper implements Disposable {
  readonly #parts: { readonly uploads: UploadStore; readonly blobs: BlobStore; readonly logger: Logger };
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { readonly uploads: UploadStore; readonly blobs: BlobStore; readonly logger: Logger }) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.#parts.logger.warn({ err: error }, 'expired uploads could not be removed, will try again'),
      );
    }, INTERVAL_MS).unref();
  }

  /** Answers how many blobs went. */
  async sweep(): Promise<number> {
    const keys = await this.#parts.uploads.takeExpired(PORTION);
    for (const key of keys) await this.#parts.blobs.delete(key);
    return keys.length;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
