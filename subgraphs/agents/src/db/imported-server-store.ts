import { type Database, type TenantTransaction, tenantStatement } from '@aether/common/graph';
import { type ServerJson, serverJsonSchema } from '@aether/schema';
import { z } from 'zod';
import { countRow } from './rows.ts';

const ALL = tenantStatement(
  'agents.imported-tool-servers',
  'MATCH (imported:ImportedToolServer {tenantId: $tenantId}) RETURN imported.server AS server ORDER BY imported.name',
);
const ONE = tenantStatement(
  'agents.imported-tool-server',
  'MATCH (imported:ImportedToolServer {tenantId: $tenantId, name: $name}) RETURN imported.server AS server',
);
const NAMES = tenantStatement(
  'agents.names-of-imported-tool-servers',
  'MATCH (imported:ImportedToolServer {tenantId: $tenantId}) RETURN imported.name AS name',
);
const SAVE = tenantStatement(
  'agents.save-imported-tool-servers',
  `UNWIND $servers AS entry
   MERGE (imported:ImportedToolServer {tenantId: $tenantId, name: entry.name})
   SET imported.server = entry.server, imported.importedAt = $at, imported.importedById = $userId
   RETURN count(imported) AS count`,
);
const REMOVE = tenantStatement(
  'agents.remove-imported-tool-server',
  `MATCH (imported:ImportedToolServer {tenantId: $tenantId, name: $name})
   WITH imported, imported.server AS server
   DELETE imported
   RETURN server`,
);

/** Parsed again: what an older release has written may not fit any more. */
const serverRow = z.object({
  server: z.string().transform((text) => serverJsonSchema.safeParse(JSON.parse(text)).data ?? null),
});

const nameRow = z.object({ name: z.string() });

/** The tool servers that a tenant has imported, each as its `server.json`. */
export class ImportedServerStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By name. */
  async all(tenantId: string): Promise<readonly ServerJson[]> {
    const rows = await this.#database.tenant(tenantId).read(ALL, {}, serverRow);
    return rows.flatMap(({ server }) => (server === null ? [] : [server]));
  }

  async find(tenantId: string, name: string): Promise<ServerJson | null> {
    return (await this.#database.tenant(tenantId).read(ONE, { name }, serverRow))[0]?.server ?? null;
  }

  async names(tenantId: string): Promise<ReadonlySet<string>> {
    return namesOf(await this.#database.tenant(tenantId).read(NAMES, {}, nameRow));
  }

  /** As a change sees them. */
  async namesWithin(transaction: TenantTransaction): Promise<ReadonlySet<string>> {
    return namesOf(await transaction.run(NAMES, {}, nameRow));
  }

  /** One that is there already is replaced. */
  async save(
    transaction: TenantTransaction,
    servers: readonly ServerJson[],
    { at, userId }: { readonly at: string; readonly userId: string | null },
  ): Promise<void> {
    const entries = servers.map((server) => ({ name: server.name, server: JSON.stringify(server) }));
    await transaction.run(SAVE, { servers: entries, at, userId }, countRow);
  }

  /** Whether there was one. */
  async remove(transaction: TenantTransaction, name: string): Promise<boolean> {
    return (await transaction.run(REMOVE, { name }, z.object({ server: z.string() }))).length > 0;
  }
}

function namesOf(rows: readonly z.output<typeof nameRow>[]): ReadonlySet<string> {
  return new Set(rows.map(({ name }) => name));
}
