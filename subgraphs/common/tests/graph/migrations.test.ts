import { randomUUID } from 'node:crypto';
import { createTestParts } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { applyMigrations, type Migrations } from '../../src/graph/migrations.ts';
import { systemStatement } from '../../src/graph/statement.ts';
import { systemClock } from '../../src/service/system-clock.ts';

const SCHEMA = systemStatement(
  'test.schema-of-label',
  'Schema belongs to the installation.',
  'SHOW INDEXES YIELD name, labelsOrTypes, state WHERE labelsOrTypes = [$label] AND state = "ONLINE" RETURN name ORDER BY name',
);

type Parts = Awaited<ReturnType<typeof createTestParts>>;
let parts: [Parts, Parts];
beforeAll(async () => {
  parts = [await createTestParts(), await createTestParts()];
});
afterAll(() => Promise.all(parts.map((one) => one[Symbol.asyncDispose]())));

/** A package of its own, on a label of its own. */
function migrationsOf(label: string): Migrations {
  const constraint = `CREATE CONSTRAINT ${label}_id IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`;
  const index = `CREATE INDEX ${label}_at IF NOT EXISTS FOR (n:${label}) ON (n.at)`;
  const text = `CREATE FULLTEXT INDEX ${label}_text IF NOT EXISTS FOR (n:${label}) ON EACH [n.text]`;
  return {
    owner: label,
    steps: [
      { version: 1, name: 'two at once', statements: [constraint, index] },
      { version: 2, name: 'one', statements: [text] },
    ],
  };
}
const newLabel = () => `Test${randomUUID().replaceAll('-', '')}`;
const madeFor = async (label: string) => {
  const rows = await parts[0].database.read(SCHEMA, { label }, z.object({ name: z.string() }));
  return rows.map(({ name }) => name.slice(label.length));
};
const remove = (label: string) =>
  parts[0].database.migrate(
    `DROP CONSTRAINT ${label}_id IF EXISTS`,
    `DROP INDEX ${label}_at IF EXISTS`,
    `DROP INDEX ${label}_text IF EXISTS`,
  );

test('all statements of all steps are applied, and again changes nothing', async () => {
  const label = newLabel();
  for (const _twice of [1, 2]) {
    await applyMigrations(parts[0].database, migrationsOf(label), systemClock.now);
    await expect.poll(() => madeFor(label), { timeout: 10_000 }).toEqual(['_at', '_id', '_text']);
  }
  await remove(label);
});

test('two processes that migrate at once both succeed', async () => {
  const label = newLabel();
  await Promise.all(parts.map(({ database }) => applyMigrations(database, migrationsOf(label), systemClock.now)));
  await expect.poll(() => madeFor(label), { timeout: 10_000 }).toEqual(['_at', '_id', '_text']);
  await remove(label);
});

test('a step whose second statement is wrong leaves nothing of its first, and is done anew', async () => {
  const label = newLabel();
  const { owner, steps } = migrationsOf(label);
  const [first, second] = steps;
  const broken = { version: 1, name: 'broken', statements: [...(first?.statements ?? []), 'CREATE INDEX'] };
  await expect(applyMigrations(parts[0].database, { owner, steps: [broken] }, systemClock.now)).rejects.toThrow();
  expect(await madeFor(label)).toEqual([]);
  await applyMigrations(
    parts[0].database,
    { owner, steps: [first, second].filter((one) => one !== undefined) },
    systemClock.now,
  );
  await expect.poll(() => madeFor(label), { timeout: 10_000 }).toEqual(['_at', '_id', '_text']);
  await remove(label);
});
