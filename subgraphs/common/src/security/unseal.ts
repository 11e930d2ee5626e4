import { createDecipheriv } from 'node:crypto';
import { UnsealError } from './unseal-error.ts';

export interface UnsealInput {
  readonly sealed: string;
  readonly dataKey: Uint8Array;
  /** Exactly what it was sealed with. */
  readonly associatedData: string;
}

const TAG_BYTES = 16;

/** @throws UnsealError for another key, other associated data, or a changed character */
export function unseal({ sealed, dataKey, associatedData }: UnsealInput): Uint8Array {
  const { nonce, ciphertext } = parse(sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(associatedData));
    decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new UnsealError('its key or its owner is another one, or it was changed', error);
  }
}

/** Which data key a sealed text needs. */
export function dataKeyIdOf(sealed: string): string {
  return parse(sealed).dataKeyId;
}

function parse(sealed: string): { dataKeyId: string; nonce: Buffer; ciphertext: Buffer } {
  const [version, dataKeyId, nonceText, text, ...rest] = sealed.split('.');
  const nonce = Buffer.from(nonceText ?? '', 'base64url');
  const ciphertext = Buffer.from(text ?? '', 'base64url');
  const isWhole = rest.length === 0 && nonce.length === 12 && ciphertext.length >= TAG_BYTES;
  if (version !== 'v1' || !dataKeyId || !isWhole)
    throw new UnsealError('it is not in the form v1.<key>.<nonce>.<text>');
  return { dataKeyId, nonce, ciphertext };
}
