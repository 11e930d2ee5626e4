import { ConfigError } from '@aether/common/service';
import { expect, test } from 'vitest';
import { identityConfig } from '../src/index.ts';

const secret = Buffer.alloc(32, 7).toString('base64');

test('the standard is a week of sessions, and links that live a day', () => {
  const config = identityConfig({
    AETHER_VAULT_KEY: secret,
    IDENTITY_TOKEN_PEPPER: secret,
    AETHER_PUBLIC_URL: 'https://aether.example.org/',
  });
  expect(config).toMatchObject({
    publicUrl: 'https://aether.example.org',
    session: { idleDays: 7, maximumDays: 30 },
    linkHours: 24,
  });
  expect(config.tokenPepper).toHaveLength(32);
});

test('all problems are told at once, and no secret is', () => {
  const read = () =>
    identityConfig({ AETHER_VAULT_KEY: 'c2hvcnQ=', AETHER_PUBLIC_URL: 'ftp://x', IDENTITY_SESSION_DAYS: '0' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/AETHER_PUBLIC_URL[^]*AETHER_VAULT_KEY[^]*IDENTITY_TOKEN_PEPPER[^]*IDENTITY_SESSION_DAYS/);
  expect(read).not.toThrow(/c2hvcnQ/);
});

test.each([
  'https://aether.example.org/portal',
  'https://aether.example.org/?a=1',
  'https://aether.example.org/#top',
  'https://user@aether.example.org',
  'ftp://aether.example.org',
  'aether.example.org',
])('%s is no public address, and the sentence says what is one', (address) => {
  const read = () =>
    identityConfig({ AETHER_VAULT_KEY: secret, IDENTITY_TOKEN_PEPPER: secret, AETHER_PUBLIC_URL: address });
  expect(read).toThrow(/AETHER_PUBLIC_URL: must be an http or https address without path/);
});
