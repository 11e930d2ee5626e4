import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface PassageIdentity {
  readonly start: number;
  readonly headingPath: readonly string[];
  readonly text: string;
}

/**
 * The id of a passage follows from its document, place, headings and text: processing a document again gives an unchanged passage
 * the same id, so old citations still open, and a stage that is done twice writes the same nodes.
 */
export function passageId(documentId: string, passage: PassageIdentity): string {
  const { start, headingPath, text } = passage;
  const digest = createHash('sha256')
    .update(JSON.stringify([documentId, start, headingPath, text]))
    .digest();
  const digits = Array.from(digest.subarray(0, 26), (byte) => ALPHABET.charAt(byte & 31));
  // The first digit of a ULID is at most 7.
  digits[0] = ALPHABET.charAt((digest[0] ?? 0) & 7);
  return `psg_${digits.join('')}`;
}
