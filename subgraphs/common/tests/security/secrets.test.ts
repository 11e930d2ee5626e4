import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  hashPassword,
  hashToken,
  LinkInvalidError,
  newSecret,
  sameSecret,
  signLink,
  verifyLink,
  verifyPassword,
} from '../../src/security/index.ts';

test('a password is verified by its hash, and another one is not', async () => {
  const stored = await hashPassword('correct horse ä', randomBytes);
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword('correct horse ä', stored)).toBe(true);
  expect(await verifyPassword('correct horse a\u0308', stored)).toBe(true);
  expect(await verifyPassword('correct horse', stored)).toBe(false);
});

test('verifies the hash of another implementation and another cost', async () => {
  // Test vector of the reference implementation (P-H-C/phc-winner-argon2, src/test.c): argon2id, t=2, m=2^16, p=1.
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await verifyPassword('password', stored)).toBe(true);
  expect(await verifyPassword('passwore', stored)).toBe(false);
});

test.each([
  '',
  'plain',
  '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=0,t=0,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
])('the malformed or overpriced hash %j verifies nothing', async (stored) => {
  expect(await verifyPassword('password', stored)).toBe(false);
});

test('a new secret has 43 letters and digits, without a bias', () => {
  const secrets = Array.from({ length: 2_000 }, () => newSecret(randomBytes));
  for (const secret of secrets) expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
  expect(new Set(secrets).size).toBe(2_000);
  const counts = new Map<string, number>();
  for (const letter of secrets.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const expected = (2_000 * 43) / 62;
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - expected) / expected).toBeLessThan(0.2);
});

test('the hash of a token depends on the pepper', () => {
  const pepper = Buffer.alloc(32, 1);
  expect(hashToken('token', pepper)).toBe(hashToken('token', pepper));
  expect(hashToken('token', pepper)).not.toBe(hashToken('token', Buffer.alloc(32, 2)));
  expect(sameSecret(hashToken('token', pepper), hashToken('token', pepper))).toBe(true);
  expect(sameSecret('a', 'b')).toBe(false);
  expect(sameSecret('a', 'aa')).toBe(false);
});

const secret = randomBytes(32);
const now = new Date('2026-11-22T10:00:00.000Z');
const expiresAt = new Date(now.getTime() + 60_000);
const link = signLink({
  secret,
  method: 'PUT',
  path: '/uploads/upl_1',
  expiresAt,
  claims: { tenant: 'tnt_1', bytes: '10' },
});

test('a signed link gives its claims until it expires', () => {
  expect(verifyLink({ secret, method: 'PUT', url: `http://localhost:8080${link}`, now })).toEqual({
    tenant: 'tnt_1',
    bytes: '10',
  });
  expect(verifyLink({ secret, method: 'PUT', url: link, now: new Date(expiresAt.getTime() - 1) })).toEqual({
    tenant: 'tnt_1',
    bytes: '10',
  });
  expect(() => verifyLink({ secret, method: 'PUT', url: link, now: expiresAt })).toThrow(LinkInvalidError);
});

test.each([
  ['another method', 'GET', link],
  ['another path', 'PUT', link.replace('upl_1', 'upl_2')],
  ['another claim', 'PUT', link.replace('tnt_1', 'tnt_2')],
  ['a later end', 'PUT', link.replace(/expires=\d+/, 'expires=9999999999999')],
  ['an added claim', 'PUT', `${link}&admin=true`],
  ['no signature', 'PUT', link.replace(/&signature=.*/, '')],
])('a link with %s is refused', (_, method, url) => {
  expect(() => verifyLink({ secret, method, url, now })).toThrow(LinkInvalidError);
});

test('a link of another secret is refused', () => {
  expect(() => verifyLink({ secret: randomBytes(32), method: 'PUT', url: link, now })).toThrow(LinkInvalidError);
});
