import { expect, test } from 'vitest';
import { addressKind, AddressRefusedError, checkUrl } from '../../src/security/index.ts';

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700:4700::1111', 'public'],
  ['127.0.0.1', 'private'],
  ['10.0.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['::1', 'private'],
  ['fd00:ec2::254', 'private'],
  ['::ffff:127.0.0.1', 'private'],
  ['::ffff:7f00:1', 'private'],
  ['::7f00:1', 'never'],
  ['::8.8.8.8', 'never'],
  ['::10.0.0.1', 'never'],
  ['0:0::0:10.0.0.1', 'never'],
  ['::', 'never'],
  ['0.0.0.0', 'never'],
  ['169.254.169.254', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['168.63.129.16', 'never'],
  ['::ffff:168.63.129.16', 'never'],
  ['fe80::1', 'never'],
  ['fe80::1%eth0', 'never'],
  ['64:ff9b::7f00:1', 'never'],
  ['2002:7f00:1::', 'never'],
  ['2001:0:7f00:1::', 'never'],
  ['2001:db8::1', 'never'],
  ['192.0.2.1', 'never'],
  ['198.18.0.1', 'never'],
  ['224.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  ['240.0.0.1', 'never'],
  ['localhost', 'never'],
])('%s is %s', (address, kind) => expect(addressKind(address)).toBe(kind));

test.each([
  'http://example.com/',
  'https://example.com:22/',
  'https://user:password@example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://１２７.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://168.63.129.16/',
])('refuses %s before any connection', (url) => expect(() => checkUrl(new URL(url), {})).toThrow(AddressRefusedError));

test('lets a public https address pass', () => checkUrl(new URL('https://api.example.com:8443/v1'), {}));

test('an allowed origin may be private, http and on any port, but nothing beside it', () => {
  const policy = { allowedOrigins: ['http://10.1.2.3:11434', 'not a url'] };
  checkUrl(new URL('http://10.1.2.3:11434/v1/models'), policy);
  for (const url of ['http://10.1.2.3:11435/', 'https://10.1.2.3:11434/', 'http://10.1.2.4:11434/']) {
    expect(() => checkUrl(new URL(url), policy)).toThrow(AddressRefusedError);
  }
});

test('an allowed origin in the link-local range stays refused', () => {
  const policy = { allowedOrigins: ['http://169.254.169.254'] };
  expect(() => checkUrl(new URL('http://169.254.169.254/'), policy)).toThrow(AddressRefusedError);
});

test('the refusal names the address without its query', () => {
  expect(() => checkUrl(new URL('https://127.0.0.1/a?key=secret'), {})).toThrow(
    expect.objectContaining({ code: 'ADDRESS_REFUSED', facts: { url: 'https://127.0.0.1/a' } }),
  );
});
