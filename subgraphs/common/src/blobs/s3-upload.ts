import type { PutBlobOptions } from './blob-store.ts';
import { BlobStoreUnavailableError } from './errors.ts';
import { elementOf, type S3Client } from './s3-client.ts';

/**
 * One blob on its way up. A single part becomes a plain PUT; from the second on, a multipart upload, which S3 shows under the
 * key only when it is complete. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export class S3Upload {
  readonly #client: S3Client;
  readonly #key: string;
  readonly #options: PutBlobOptions;
  readonly #tags: string[] = [];
  #first: Uint8Array | null = null;
  #uploadId: string | null = null;

  constructor(client: S3Client, key: string, options: PutBlobOptions) {
    this.#client = client;
    this.#key = key;
    this.#options = options;
  }

  /** Parts in order. The first one waits, because it may stay the only one. */
  async add(part: Uint8Array): Promise<void> {
    if (this.#first === null && this.#uploadId === null) {
      this.#first = part;
      return;
    }
    this.#uploadId ??= await this.#begin();
    if (this.#first !== null) {
      await this.#send(this.#uploadId, this.#first);
      this.#first = null;
    }
    await this.#send(this.#uploadId, part);
  }

  async complete(): Promise<void> {
    if (this.#uploadId === null) {
      const body = this.#first ?? new Uint8Array();
      const response = await this.#client.sendOk({ method: 'PUT', ...this.#common(), headers: this.#type(), body });
      await response.body.dump();
      return;
    }
    const list = this.#tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
    const response = await this.#client.sendOk({
      method: 'POST',
      ...this.#common({ uploadId: this.#uploadId }),
      body: Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`),
    });
    // S3 sends the status before it has joined the parts: a failure then stands in the body of a 200.
    const answer = await response.body.text();
    if (answer.includes('<Error>')) throw new BlobStoreUnavailableError(elementOf(answer, 'Code') ?? 'no reason given');
    this.#uploadId = null;
  }

  /** Frees the parts that are up already. S3 bills them until then; a failure here is left to the bucket's lifecycle rule. */
  async abort(): Promise<void> {
    if (this.#uploadId === null) return;
    const request = { method: 'DELETE', key: this.#key, query: { uploadId: this.#uploadId } } as const;
    await this.#client
      .send(request)
      .then((response) => response.body.dump())
      .catch(() => {});
  }

  async #begin(): Promise<string> {
    const response = await this.#client.sendOk({
      method: 'POST',
      ...this.#common({ uploads: '' }),
      headers: this.#type(),
    });
    const uploadId = elementOf(await response.body.text(), 'UploadId');
    if (uploadId === null) throw new BlobStoreUnavailableError('S3 answered a multipart upload without an id');
    return uploadId;
  }

  async #send(uploadId: string, body: Uint8Array): Promise<void> {
    const query = { partNumber: String(this.#tags.length + 1), uploadId };
    const response = await this.#client.sendOk({ method: 'PUT', ...this.#common(query), body });
    await response.body.dump();
    this.#tags.push(String(response.headers['etag']));
  }

  #common(query: Record<string, string> = {}): { key: string; query: Record<string, string>; signal?: AbortSignal } {
    const { signal } = this.#options;
    return { key: this.#key, query, ...(signal && { signal }) };
  }

  #type(): Record<string, string> {
    return { 'content-type': this.#options.mimeType ?? 'application/octet-stream' };
  }
}
