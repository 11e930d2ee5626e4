import { z } from 'zod';
import type { Database } from './database.ts';
import { systemStatement } from './statement.ts';

/** One step of a package's schema: numbered, forward only, never edited after it was released. */
export interface Migration {
  readonly version: number;
  /** What it does, in words. */
  readonly name: string;
  /**
   * Run in one transaction, in this order; each must be repeatable (`IF NOT EXISTS`, `MERGE`), since a crash may leave a migration unrecorded.
   * Neo4j changes either schema or data in a transaction: a step does one of them.
   */
  readonly statements: readonly string[];
}

export interface Migrations {
  /** Package that owns them. */
  readonly owner: string;
  readonly steps: readonly Migration[];
}

const APPLIED = systemStatement(
  'common.applied-migrations',
  'Migrations belong to the installation, not to a tenant.',
  'MATCH (m:Migration {tenantId: "system", owner: $owner}) RETURN m.version AS version ORDER BY version',
);
const RECORD = systemStatement(
  'common.record-migration',
  'Migrations belong to the installation, not to a tenant.',
  'MERGE (m:Migration {tenantId: "system", owner: $owner, version: $version}) ON CREATE SET m.name = $name, m.appliedAt = $at RETURN m.version AS version',
);

const PLUMBING: Migrations = {
  owner: 'common',
  steps: [
    {
      version: 1,
      name: 'keys of migrations, outbox, cursors and idempotency',
      statements: [
        'CREATE CONSTRAINT migration_key IF NOT EXISTS FOR (m:Migration) REQUIRE (m.owner, m.version) IS UNIQUE',
        'CREATE CONSTRAINT outbox_lane_key IF NOT EXISTS FOR (l:OutboxLane) REQUIRE l.lane IS UNIQUE',
        'CREATE CONSTRAINT outbox_event_position IF NOT EXISTS FOR (e:OutboxEvent) REQUIRE (e.lane, e.position) IS UNIQUE',
        'CREATE CONSTRAINT cursor_key IF NOT EXISTS FOR (c:Cursor) REQUIRE (c.consumer, c.lane) IS UNIQUE',
        'CREATE CONSTRAINT idempotency_key IF NOT EXISTS FOR (k:IdempotencyKey) REQUIRE (k.tenantId, k.actor, k.operation, k.key) IS UNIQUE',
        'CREATE INDEX idempotency_expiry IF NOT EXISTS FOR (k:IdempotencyKey) ON (k.expiresAtMs)',
      ],
    },
  ],
};

const version = z.object({ version: z.number() });

/** The plumbing of a database, under way or done: services that start side by side wait for the same one. */
const plumbed = new WeakMap<Database, Promise<void>>();

async function applyOne(database: Database, migrations: Migrations, now: () => Date): Promise<void> {
  const applied = new Set(
    (await database.read(APPLIED, { owner: migrations.owner }, version)).map((row) => row.version),
  );
  for (const step of migrations.steps.toSorted((left, right) => left.version - right.version)) {
    if (applied.has(step.version)) continue;
    await database.migrate(...step.statements);
    await database.write(
      RECORD,
      { owner: migrations.owner, version: step.version, name: step.name, at: now().toISOString() },
      version,
    );
  }
}

/** Brings one package's part of the graph to its newest version, after the plumbing that all share. Safe to call by several processes. */
export async function applyMigrations(database: Database, migrations: Migrations, now: () => Date): Promise<void> {
  const plumbing = plumbed.get(database) ?? applyOne(database, PLUMBING, now);
  plumbed.set(database, plumbing);
  try {
    await plumbing;
  } catch (error) {
    plumbed.delete(database);
    throw error;
  }
  await applyOne(database, migrations, now);
}
