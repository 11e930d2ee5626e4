import { type Database, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { ToolRecord, ToolServerRecord } from '../tools/tool-catalog.ts';
import { toolPageRow, toolRow, toolServerRow } from './tool-rows.ts';

export interface ToolFilter {
  /** Each word must occur in slug, title or description. */
  readonly search?: string | null | undefined;
  readonly serverId?: string | null | undefined;
  readonly approved?: boolean | null | undefined;
}

const SERVERS = tenantStatement(
  'agents.tool-servers',
  'MATCH (server:ToolServer {tenantId: $tenantId}) WHERE server.revision > $since RETURN server {.*} AS toolServer ORDER BY server.slug',
);
const SERVER_PAGE = tenantStatement(
  'agents.page-of-tool-servers',
  `MATCH (server:ToolServer {tenantId: $tenantId})
   WHERE server.slug > $after AND ($search IS NULL OR toLower(server.slug + ' ' + server.name) CONTAINS $search)
   RETURN server {.*} AS toolServer ORDER BY server.slug LIMIT $limit`,
);
const SERVERS_BY_IDS = tenantStatement(
  'agents.tool-servers-by-ids',
  'UNWIND $ids AS id MATCH (server:ToolServer {tenantId: $tenantId, id: id}) RETURN server {.*} AS toolServer',
);
const SERVER_BY_SLUG = tenantStatement(
  'agents.tool-server-by-slug',
  'MATCH (server:ToolServer {tenantId: $tenantId, slug: $slug}) RETURN server {.*} AS toolServer',
);
const DOCUMENT_OF = tenantStatement(
  'agents.document-of-tool-server',
  `MATCH (:ToolServer {tenantId: $tenantId, id: $id})-[:DESCRIBED_BY]->(document:ToolServerDocument {tenantId: $tenantId})
   RETURN document.text AS text`,
);
const TOOLS_BY_IDS = tenantStatement(
  'agents.tools-by-ids',
  `UNWIND $ids AS id
   MATCH (server:ToolServer {tenantId: $tenantId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId, id: id})
   RETURN tool {.*, serverEnabled: server.enabled} AS tool`,
);
const TOOLS_BY_SLUGS = tenantStatement(
  'agents.tools-by-slugs',
  `UNWIND $slugs AS slug
   MATCH (server:ToolServer {tenantId: $tenantId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId, slug: slug})
   RETURN tool {.*, serverEnabled: server.enabled} AS tool`,
);
const MATCHES = `tool.slug > $after
     AND all(word IN $words WHERE toLower(tool.slug + ' ' + coalesce(tool.title, '') + ' ' + tool.description) CONTAINS word)
     AND ($approved IS NULL OR (tool.listed AND coalesce(tool.approvedHash = tool.definitionHash, false)) = $approved)`;
const TOOL_PAGE = tenantStatement(
  'agents.page-of-tools',
  `MATCH (server:ToolServer {tenantId: $tenantId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId})
   WHERE ($serverId IS NULL OR tool.serverId = $serverId) AND ${MATCHES}
   RETURN tool {.*, serverEnabled: server.enabled} AS tool ORDER BY tool.slug LIMIT $limit`,
);
const TOOL_PAGES = tenantStatement(
  'agents.pages-of-tools',
  `UNWIND $ids AS id
   MATCH (server:ToolServer {tenantId: $tenantId, id: id})
   RETURN server.id AS serverId, COLLECT {
     MATCH (server)-[:OFFERS]->(tool:Tool {tenantId: $tenantId}) WHERE ${MATCHES}
     RETURN tool {.*, serverEnabled: server.enabled} ORDER BY tool.slug LIMIT $limit
   } AS tools`,
);
const TOOLS_OF = tenantStatement(
  'agents.tools-of-changed-servers',
  `MATCH (server:ToolServer {tenantId: $tenantId})-[:OFFERS]->(tool:Tool {tenantId: $tenantId})
   WHERE server.revision > $since
   RETURN tool {.*, serverEnabled: server.enabled} AS tool ORDER BY tool.slug`,
);

/** Reads the tool catalog of a tenant. Lists have up to `page.first + 1` rows. */
export class ToolReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All that have changed, by themselves or by a tool, after a revision of the catalog. */
  async serversSince(tenantId: string, since: number): Promise<readonly ToolServerRecord[]> {
    return (await this.#database.tenant(tenantId).read(SERVERS, { since }, toolServerRow)).map((row) => row.toolServer);
  }

  /** All tools of these servers. */
  async toolsSince(tenantId: string, since: number): Promise<readonly ToolRecord[]> {
    return (await this.#database.tenant(tenantId).read(TOOLS_OF, { since }, toolRow)).map((row) => row.tool);
  }

  async serverPage(
    tenantId: string,
    search: string | null | undefined,
    page: PageRequest,
  ): Promise<readonly ToolServerRecord[]> {
    const parameters = {
      search: search?.trim().toLowerCase() || null,
      after: page.after?.[0] ?? '',
      limit: page.first + 1,
    };
    const rows = await this.#database.tenant(tenantId).read(SERVER_PAGE, parameters, toolServerRow);
    return rows.map((row) => row.toolServer);
  }

  async serversByIds(tenantId: string, ids: readonly string[]): Promise<readonly ToolServerRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(SERVERS_BY_IDS, { ids }, toolServerRow);
    return rows.map((row) => row.toolServer);
  }

  async serverBySlug(tenantId: string, slug: string): Promise<ToolServerRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(SERVER_BY_SLUG, { slug }, toolServerRow);
    return row?.toolServer ?? null;
  }

  /** JSON text of the document that describes a server; null = it has none. */
  async documentOf(tenantId: string, id: string): Promise<string | null> {
    const [row] = await this.#database.tenant(tenantId).read(DOCUMENT_OF, { id }, z.object({ text: z.string() }));
    return row?.text ?? null;
  }

  async toolsByIds(tenantId: string, ids: readonly string[]): Promise<readonly ToolRecord[]> {
    return (await this.#database.tenant(tenantId).read(TOOLS_BY_IDS, { ids }, toolRow)).map((row) => row.tool);
  }

  async toolsBySlugs(tenantId: string, slugs: readonly string[]): Promise<readonly ToolRecord[]> {
    if (slugs.length === 0) return [];
    return (await this.#database.tenant(tenantId).read(TOOLS_BY_SLUGS, { slugs }, toolRow)).map((row) => row.tool);
  }

  async toolPage(tenantId: string, filter: ToolFilter, page: PageRequest): Promise<readonly ToolRecord[]> {
    const parameters = { ...matchParameters(filter, page), serverId: filter.serverId ?? null };
    return (await this.#database.tenant(tenantId).read(TOOL_PAGE, parameters, toolRow)).map((row) => row.tool);
  }

  /** The same page of several servers, by server id. */
  async toolPages(
    tenantId: string,
    serverIds: readonly string[],
    search: string | null | undefined,
    page: PageRequest,
  ): Promise<ReadonlyMap<string, readonly ToolRecord[]>> {
    const parameters = { ...matchParameters({ search }, page), ids: serverIds };
    const rows = await this.#database.tenant(tenantId).read(TOOL_PAGES, parameters, toolPageRow);
    return new Map(rows.map((row) => [row.serverId, row.tools]));
  }
}

function matchParameters({ search, approved }: ToolFilter, page: PageRequest) {
  return {
    words: (search ?? '')
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== ''),
    approved: approved ?? null,
    after: page.after?.[0] ?? '',
    limit: page.first + 1,
  };
}
