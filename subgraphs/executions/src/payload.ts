import { createHash } from 'node:crypto';
import type { BlobStore } from '@aether/common/blobs';
import { z } from 'zod';

/** Payloads up to this size stand in the graph, larger ones in the blob store. */
export const INLINE_BYTES = 64 * 1_024;
/** Nothing larger is journaled. */
const MAXIMUM_BYTES = 64 * 1_024 * 1_024;
/** UTF-16 code units of a preview: at most 4 kB for text of one byte a letter. */
const PREVIEW_LENGTH = 4_000;

/** A text of any size as the record keeps it. */
export const storedPayloadSchema = z.object({
  /** Whole text, when it is small; else its beginning. */
  text: z.string(),
  bytes: z.number(),
  mimeType: z.string(),
  /** Where the whole text is, when it is not here. */
  blob: z.object({ key: z.string(), sha256: z.string() }).optional(),
});

export type StoredPayload = z.infer<typeof storedPayloadSchema>;

/** Cuts between code points, so that no half of a surrogate pair remains. */
export function previewOf(text: string): string {
  if (text.length <= PREVIEW_LENGTH) return text;
  return text.slice(0, PREVIEW_LENGTH).replace(/[\uD800-\uDBFF]$/u, '');
}

/** Large texts are in the blob store before the transaction that names them. Equal texts of a run share one blob. */
export async function storePayload(
  blobs: BlobStore,
  folder: string,
  text: string,
  mimeType: string,
): Promise<StoredPayload> {
  const bytes = Buffer.byteLength(text);
  if (bytes <= INLINE_BYTES) return { text, bytes, mimeType };
  const sha256 = createHash('sha256').update(text).digest('hex');
  const key = `${folder}/${sha256.slice(0, 32)}`;
  await blobs.put(key, Buffer.from(text), { maximumBytes: MAXIMUM_BYTES, mimeType });
  return { text: previewOf(text), bytes, mimeType, blob: { key, sha256 } };
}

/** Only the beginning is kept, for readers; the run does not need it again. */
export function previewPayload(text: string, mimeType: string): StoredPayload {
  return { text: previewOf(text), bytes: Buffer.byteLength(text), mimeType };
}

/** The whole text. */
export async function loadPayload(blobs: BlobStore, payload: StoredPayload): Promise<string> {
  if (payload.blob === undefined) return payload.text;
  const { stream } = await blobs.get(payload.blob.key);
  return new Response(stream).text();
}

/**
 * The same payload with bytes of its own in another folder, so that neither goes with the other.
 * @throws BlobNotFoundError when its bytes are gone
 */
export async function copyPayload(blobs: BlobStore, folder: string, payload: StoredPayload): Promise<StoredPayload> {
  if (payload.blob === undefined) return payload;
  const { key: from, sha256 } = payload.blob;
  const key = `${folder}/${sha256.slice(0, 32)}`;
  const { stream } = await blobs.get(from);
  await blobs.put(key, stream, { maximumBytes: MAXIMUM_BYTES, mimeType: payload.mimeType });
  return { ...payload, blob: { key, sha256 } };
}

/** Removes the bytes that payloads name. */
export async function deletePayloads(blobs: BlobStore, payloads: readonly (StoredPayload | null)[]): Promise<void> {
  for (const payload of payloads) if (payload?.blob !== undefined) await blobs.delete(payload.blob.key);
}
