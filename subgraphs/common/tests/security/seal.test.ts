import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal, UnsealError } from '../../src/security/index.ts';

const dataKey = randomBytes(32);
const associatedData = 'tnt_1|crd_1|1|model-provider';
const sealText = (plaintext: string | Uint8Array): string =>
  seal({ plaintext, dataKey, dataKeyId: 'vky_1', associatedData }, randomBytes);

test('what was sealed is unsealed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(Buffer.from(unseal({ sealed: sealText(bytes), dataKey, associatedData })).equals(bytes)).toBe(true);
    }),
  );
});

test('the same text is sealed differently each time, in the documented form', () => {
  expect(sealText('secret')).not.toBe(sealText('secret'));
  expect(sealText('secret')).toMatch(/^v1\.vky_1\.[\w-]{16}\.[\w-]{30}$/);
});

test('refuses another place, another key and any changed character', () => {
  const sealed = sealText('secret');
  expect(() => unseal({ sealed, dataKey, associatedData: 'tnt_2|crd_1|1|model-provider' })).toThrow(UnsealError);
  expect(() => unseal({ sealed, dataKey: randomBytes(32), associatedData })).toThrow(UnsealError);
  const start = 'v1.vky_1.'.length;
  for (let i = start; i < sealed.length - 1; i++) {
    const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    expect(() => unseal({ sealed: changed, dataKey, associatedData })).toThrow(UnsealError);
  }
});

test.each(['', 'v1', 'v2.a.b.c', 'v1.vky_1.AAAA.AAAA', 'plain text'])('refuses %j as not sealed', (sealed) => {
  expect(() => unseal({ sealed, dataKey, associatedData })).toThrow(UnsealError);
});

test('refuses a shortened tag', () => {
  const [version, id, nonce, text = ''] = sealText('').split('.');
  const short = Buffer.from(text, 'base64url').subarray(0, 12).toString('base64url');
  expect(() => unseal({ sealed: [version, id, nonce, short].join('.'), dataKey, associatedData })).toThrow(UnsealError);
});
