import { createHmac, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 43 characters of 62 hold 256 bits. */
const LENGTH = 43;

/** A secret for an API key, a session or a link: letters and digits only, so it survives every header, URL and shell. */
export function newSecret(random: (bytes: number) => Uint8Array, length = LENGTH): string {
  let secret = '';
  while (secret.length < length) {
    // Bytes of 248 and above would make the first letters likelier.
    for (const byte of random(length)) if (byte < 248 && secret.length < length) secret += ALPHABET[byte % 62];
  }
  return secret;
}

/**
 * What is stored of a secret that has 256 bits: HMAC-SHA-256 under the installation's pepper, base64url. Equal secrets give equal
 * hashes, so a record is found by it. Not for passwords (`hashPassword`).
 */
export function hashToken(token: string, pepper: Uint8Array): string {
  return createHmac('sha256', pepper).update(token).digest('base64url');
}

/** Compares without telling by its time how far two texts agree. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
