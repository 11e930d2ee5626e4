import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, systemStatement } from '@aether/common/graph';
import { z } from 'zod';

const DATA_DIRECTORY = systemStatement(
  'executions.bench-data-directory',
  'The store of the database is that of the whole installation.',
  "SHOW SETTINGS 'server.directories.data' YIELD value RETURN value",
);
const CHECKPOINT = 'CALL db.checkpoint()';

/** Bytes of the database's store on disk, indexes with it and transaction logs without; null when its disk is not of this machine. */
export async function storeBytes(database: Database): Promise<number | null> {
  await database.migrate(CHECKPOINT);
  const [setting] = await database.read(DATA_DIRECTORY, {}, z.object({ value: z.string() }));
  const directory = join(setting?.value ?? '', 'databases', 'neo4j');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
