import type { BlobStore } from '@aether/common/blobs';
import { z } from 'zod';
import type { ExtractedText } from '../extract/extracted-text.ts';

const extractedSchema = z.object({
  mimeType: z.enum(['text/plain', 'text/markdown', 'text/html', 'application/pdf']),
  text: z.string(),
  blocks: z.array(
    z.object({ start: z.number(), end: z.number(), headingPath: z.array(z.string()), page: z.number().nullable() }),
  ),
  pageCount: z.number().nullable(),
});

/** JSON of a text of the largest size, with its blocks. */
const MAXIMUM_TEXT_BYTES = 512 * 1_048_576; // 512 MB

/** The bytes of documents: originals, and extracted texts that offsets refer to. */
export class DocumentBlobs {
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** All bytes, in a buffer of their own that can be handed to a thread. */
  async read(key: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { stream, bytes } = await this.#blobs.get(key, { signal });
    const all = new Uint8Array(bytes);
    let offset = 0;
    for await (const chunk of stream) {
      all.set(chunk, offset);
      offset += chunk.length;
    }
    return all;
  }

  async writeText(key: string, extracted: ExtractedText, signal: AbortSignal): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify(extracted));
    await this.#blobs.put(key, body, { maximumBytes: MAXIMUM_TEXT_BYTES, mimeType: 'application/json', signal });
  }

  async readText(key: string, signal: AbortSignal): Promise<ExtractedText> {
    return extractedSchema.parse(JSON.parse(new TextDecoder().decode(await this.read(key, signal))));
  }

  async delete(keys: readonly (string | null)[]): Promise<void> {
    for (const key of keys) if (key !== null) await this.#blobs.delete(key);
  }
}
