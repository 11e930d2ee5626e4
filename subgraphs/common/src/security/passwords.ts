import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's minimum for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes; about 50 ms on a server core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };

/** What a stored hash may ask of us, so that a planted one cannot occupy memory and processor. */
const HIGHEST = { memory: 262_144, passes: 10, parallelism: 8 };

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const hash = promisify(argon2);

/** A password as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Runs in the thread pool. */
export async function hashPassword(password: string, random: (bytes: number) => Uint8Array): Promise<string> {
  const nonce = random(16);
  const tag = await hash('argon2id', { message: password.normalize('NFC'), nonce, ...COST, tagLength: 32 });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** Also for hashes of another cost, within bounds. A malformed one verifies nothing. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = PHC.exec(stored);
  if (match === null) return false;
  const [memory = 0, passes = 0, parallelism = 0] = match.slice(1, 4).map(Number);
  const [nonce, expected] = [Buffer.from(match[4] ?? '', 'base64'), Buffer.from(match[5] ?? '', 'base64')];
  const isBounded = memory <= HIGHEST.memory && passes <= HIGHEST.passes && parallelism <= HIGHEST.parallelism;
  const isUsable =
    memory >= 8 * parallelism && passes >= 1 && parallelism >= 1 && nonce.length >= 8 && expected.length >= 16;
  if (!isBounded || !isUsable || expected.length > 64) return false;
  const cost = { memory, passes, parallelism, tagLength: expected.length };
  const tag = await hash('argon2id', { message: password.normalize('NFC'), nonce, ...cost });
  return timingSafeEqual(tag, expected);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
