import { expect, test } from 'vitest';
import type { Discovered } from '../src/oauth/discover.ts';
import { widestScope } from '../src/oauth/widest-scope.ts';

const issuer = 'https://authorization.example';
const metadata = { issuer, authorization_endpoint: issuer, token_endpoint: issuer, response_types_supported: ['code'] };
const discovered: Discovered = { metadata, resource: 'https://tools.example/mcp', scope: 'tools' };
const grant = { clientId: 'c', issuer, scope: 'tools write' };

test('what was granted and what is missing is asked for beside what the server wants', () => {
  expect(widestScope(discovered, null)).toBe('tools');
  expect(widestScope({ ...discovered, scope: null }, null)).toBeNull();
  expect(widestScope(discovered, { grant, askedScopes: ['admin'] })).toBe('tools write admin');
});

test('what another authorization server has granted is not asked for', () => {
  const foreign = { ...grant, issuer: 'https://somebody.example' };
  expect(widestScope(discovered, { grant: foreign, askedScopes: ['admin'] })).toBe('tools admin');
});
