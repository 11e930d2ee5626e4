import { createCipheriv } from 'node:crypto';

export interface SealInput {
  readonly plaintext: string | Uint8Array;
  /** 32 bytes. One key seals fewer than 2^32 texts, or nonces may repeat. */
  readonly dataKey: Uint8Array;
  /** Told in the result, so that the key is found again. Letters, digits, `_` and `-`. */
  readonly dataKeyId: string;
  /** What the text belongs to; unsealing under any other is refused. */
  readonly associatedData: string;
}

/** AES-256-GCM as `v1.<dataKeyId>.<nonce>.<ciphertext and tag>`, base64url, with a random nonce of 96 bits. */
export function seal(input: SealInput, random: (bytes: number) => Uint8Array): string {
  if (!/^[A-Za-z0-9_-]+$/.test(input.dataKeyId))
    throw new RangeError(`"${input.dataKeyId}" is not the id of a data key.`);
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', input.dataKey, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(input.associatedData));
  const text = typeof input.plaintext === 'string' ? Buffer.from(input.plaintext) : input.plaintext;
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return ['v1', input.dataKeyId, Buffer.from(nonce).toString('base64url'), sealed.toString('base64url')].join('.');
}
