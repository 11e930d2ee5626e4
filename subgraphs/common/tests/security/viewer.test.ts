import { expect, test } from 'vitest';
import { viewerSchema } from '../../src/security/viewer.ts';

const viewer = {
  tenantId: 'tnt_1',
  userId: 'usr_1',
  serviceAccountId: null,
  roleKey: 'member',
  departmentId: null,
  teamIds: [],
  permissions: [],
  scopes: [],
  sessionId: null,
  expiresAt: null,
};

test('a run that was pinned before keys were limited by tools goes on, with all tools', () => {
  const apiKey = { id: 'key_1', models: [], tokensPerMinute: null };
  const pinned = JSON.stringify({ ...viewer, apiKey });
  expect(viewerSchema.parse(JSON.parse(pinned))).toEqual({ ...viewer, apiKey: { ...apiKey, tools: [] } });
});

test('what limits a key now is kept, and is checked', () => {
  const apiKey = { id: 'key_1', models: [], tools: ['crm/*'], tokensPerMinute: null };
  expect(viewerSchema.parse({ ...viewer, apiKey })).toEqual({ ...viewer, apiKey });
  expect(() => viewerSchema.parse({ ...viewer, apiKey: { ...apiKey, tools: 'crm/*' } })).toThrow();
});
