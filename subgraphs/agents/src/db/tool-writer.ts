import { type TenantTransaction, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { ToolRecord, ToolServerRecord } from '../tools/tool-catalog.ts';
import { countRow } from './rows.ts';
import { toolProperties, toolRow, toolServerProperties, toolServerRow } from './tool-rows.ts';

const SERVER = tenantStatement(
  'agents.tool-server-for-write',
  'MATCH (server:ToolServer {tenantId: $tenantId, id: $id}) RETURN server {.*} AS toolServer',
);
const TOOL = tenantStatement(
  'agents.tool-for-write',
  `MATCH (server:ToolServer {tenantId: $tenantId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId, id: $id})
   RETURN tool {.*, serverEnabled: server.enabled} AS tool`,
);
const TOOLS_OF = tenantStatement(
  'agents.tools-for-write',
  `MATCH (server:ToolServer {tenantId: $tenantId, id: $serverId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId})
   RETURN tool {.*, serverEnabled: server.enabled} AS tool`,
);
const CREATE_SERVER = tenantStatement(
  'agents.create-tool-server',
  'CREATE (server:ToolServer {tenantId: $tenantId}) SET server += $properties RETURN server {.*} AS toolServer',
);
const SAVE_DOCUMENT = tenantStatement(
  'agents.save-tool-server-document',
  `MATCH (server:ToolServer {tenantId: $tenantId, id: $serverId})
   MERGE (server)-[:DESCRIBED_BY]->(document:ToolServerDocument {tenantId: $tenantId, serverId: $serverId})
   SET document.text = $text
   RETURN count(document) AS count`,
);
const UPDATE_SERVER = tenantStatement(
  'agents.update-tool-server',
  'MATCH (server:ToolServer {tenantId: $tenantId, id: $id}) SET server += $properties RETURN server {.*} AS toolServer',
);
const SAVE_TOOLS = tenantStatement(
  'agents.save-tools',
  `MATCH (server:ToolServer {tenantId: $tenantId, id: $serverId})
   UNWIND $tools AS entry
   MERGE (tool:Tool {tenantId: $tenantId, slug: entry.slug})
   ON CREATE SET tool.createdAt = $at
   SET tool += entry, tool.updatedAt = $at
   MERGE (server)-[:OFFERS]->(tool)
   RETURN count(tool) AS count`,
);
const UNAPPROVE_TOOLS = tenantStatement(
  'agents.unapprove-tools',
  `MATCH (:ToolServer {tenantId: $tenantId, id: $serverId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId})
   WHERE tool.approvedHash IS NOT NULL
   SET tool.approvedHash = null, tool.updatedAt = $at
   RETURN count(tool) AS count`,
);
const USERS_OF = tenantStatement(
  'agents.agents-that-use-a-tool-server',
  `MATCH (agent:Agent {tenantId: $tenantId})-[:USES_TOOL]->(tool:Tool {tenantId: $tenantId, serverId: $serverId})
   RETURN DISTINCT agent.slug AS slug ORDER BY slug LIMIT 10`,
);
const FORGET_ACCESS = tenantStatement(
  'agents.forget-tool-server-access',
  `MATCH (server:ToolServer {tenantId: $tenantId, credentialId: $credentialId})
   SET server.status = 'UNKNOWN', server.access = 'UNKNOWN', server.lastError = null
   RETURN server.id AS id`,
);
const REMOVE_SERVER = tenantStatement(
  'agents.remove-tool-server',
  `MATCH (server:ToolServer {tenantId: $tenantId, id: $serverId})
   OPTIONAL MATCH (tool:Tool {tenantId: $tenantId, serverId: $serverId})
   WITH server, collect(tool) AS tools
   OPTIONAL MATCH (document:ToolServerDocument {tenantId: $tenantId, serverId: $serverId})
   WITH server, tools, collect(document) AS documents, [tool IN tools | tool.id] AS ids
   FOREACH (gone IN tools + documents | DETACH DELETE gone)
   DETACH DELETE server
   RETURN ids`,
);

/** Statements of the tool catalog inside a `CatalogChanges.change`. */
export class ToolWriter {
  readonly #transaction: TenantTransaction;

  constructor(transaction: TenantTransaction) {
    this.#transaction = transaction;
  }

  async server(id: string): Promise<ToolServerRecord | null> {
    return (await this.#transaction.run(SERVER, { id }, toolServerRow))[0]?.toolServer ?? null;
  }

  async tool(id: string): Promise<ToolRecord | null> {
    return (await this.#transaction.run(TOOL, { id }, toolRow))[0]?.tool ?? null;
  }

  async toolsOf(serverId: string): Promise<readonly ToolRecord[]> {
    return (await this.#transaction.run(TOOLS_OF, { serverId }, toolRow)).map((row) => row.tool);
  }

  /** The unique constraint on the slug may refuse it. */
  async createServer(properties: ToolServerRecord, at: string): Promise<ToolServerRecord> {
    const [row] = await this.#transaction.run(
      CREATE_SERVER,
      { properties: { ...toolServerProperties(properties), createdAt: at, updatedAt: at } },
      toolServerRow,
    );
    if (row === undefined) throw new Error('Neo4j created a tool server and answered no row.');
    return row.toolServer;
  }

  /** What describes it, as JSON text. */
  async saveDocument(serverId: string, text: string): Promise<void> {
    await this.#transaction.run(SAVE_DOCUMENT, { serverId, text }, countRow);
  }

  async updateServer(id: string, changed: Partial<ToolServerRecord>): Promise<ToolServerRecord | null> {
    const properties = toolServerProperties(changed);
    return (await this.#transaction.run(UPDATE_SERVER, { id, properties }, toolServerRow))[0]?.toolServer ?? null;
  }

  async saveTools(serverId: string, tools: readonly ToolRecord[], at: string): Promise<void> {
    if (tools.length === 0) return;
    await this.#transaction.run(SAVE_TOOLS, { serverId, tools: tools.map(toolProperties), at }, countRow);
  }

  /** The credential is another one now: nothing is known of the servers that get it. Their ids. */
  async forgetAccess(credentialId: string): Promise<readonly string[]> {
    const rows = await this.#transaction.run(FORGET_ACCESS, { credentialId }, z.object({ id: z.string() }));
    return rows.map((row) => row.id);
  }

  /** None of its tools may be called until somebody approves it again; effect and approval policy stay as proposals. */
  async unapproveTools(serverId: string, at: string): Promise<void> {
    await this.#transaction.run(UNAPPROVE_TOOLS, { serverId, at }, countRow);
  }

  /** Slugs of up to ten published agents that use a tool of the server. */
  async usersOf(serverId: string): Promise<readonly string[]> {
    const rows = await this.#transaction.run(USERS_OF, { serverId }, z.object({ slug: z.string() }));
    return rows.map((row) => row.slug);
  }

  /** Ids of the tools that went with it. */
  async removeServer(serverId: string): Promise<readonly string[]> {
    const [row] = await this.#transaction.run(REMOVE_SERVER, { serverId }, z.object({ ids: z.array(z.string()) }));
    return row?.ids ?? [];
  }
}
