import { expect, test, vi } from 'vitest';
import { keepReturnAddress, ownPath } from '../src/features/sign-in/return-address.ts';

const ORIGIN = 'http://localhost:8080';

test.for([
  undefined,
  '',
  'https://evil.example/',
  '/auth/link/of-somebody-else',
  '/x/../auth/link/of-somebody-else',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example/',
  '/x/..//evil.example/',
  'javascript:alert(1)',
])('%j leads to no page of this site', (text) => {
  expect(ownPath(text, ORIGIN)).toBeNull();
});

test.for([
  '/',
  '/agents/agt_1?tab=runs#x',
  '/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb&state=a%20b',
])('%s is returned to as it is', (text) => {
  expect(ownPath(text, ORIGIN)).toBe(text);
});

test('it is kept for a quarter of an hour, for links only, and forgotten after a password', () => {
  const set = vi.spyOn(document, 'cookie', 'set');
  keepReturnAddress('/oauth/authorize?state=a;b');
  keepReturnAddress(null);
  expect(set.mock.calls.flat()).toEqual([
    'aether_return=%2Foauth%2Fauthorize%3Fstate%3Da%3Bb; Path=/auth/link; SameSite=Lax; Max-Age=900',
    'aether_return=; Path=/auth/link; SameSite=Lax; Max-Age=0',
  ]);
  set.mockRestore();
});
