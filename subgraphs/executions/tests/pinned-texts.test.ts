import { createTestParts } from '@aether/test-support';
import { expect, inject, test, vi } from 'vitest';
import { PinnedTexts } from '../src/db/pinned-texts.ts';

test('a text that many runs keep at once is written once, and each has it when it goes on', async () => {
  await using parts = await createTestParts({ service: 'executions', neo4jUri: inject('neo4jUri') });
  const tenantId = `tnt_${crypto.randomUUID()}`;
  const texts = new PinnedTexts(parts.database);
  const sessions = vi.spyOn(parts.database, 'tenant');
  const kept = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const hash = await texts.keep(tenantId, 'What the agent is.');
      return new PinnedTexts(parts.database).find(tenantId, hash);
    }),
  );
  expect(new Set(kept)).toEqual(new Set(['What the agent is.']));
  expect(sessions).toHaveBeenCalledTimes(1 + kept.length);
});

test('a text whose write failed is written again', async () => {
  await using parts = await createTestParts({ service: 'executions', neo4jUri: inject('neo4jUri') });
  const tenantId = `tnt_${crypto.randomUUID()}`;
  const texts = new PinnedTexts(parts.database);
  vi.spyOn(parts.database, 'tenant').mockImplementationOnce(() => {
    throw new Error('The database is away.');
  });
  await expect(texts.keep(tenantId, 'Again.')).rejects.toThrow('away');
  const hash = await texts.keep(tenantId, 'Again.');
  expect(await new PinnedTexts(parts.database).find(tenantId, hash)).toBe('Again.');
});
