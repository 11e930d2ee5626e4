import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import {
  type AgentKind,
  type AgentRecord,
  type AgentStatus,
  type AgentType,
  actorOf,
  sightOf,
} from '../agent/agent.ts';
import type { DraftRecord, VersionRecord } from '../agent/draft.ts';
import { AGENT } from './agent-column.ts';
import { agentRow, countRow, draftRow, versionRow } from './rows.ts';
import { VISIBLE } from './visible.ts';

export interface AgentFilter {
  readonly search?: string | null;
  readonly ownedByViewer?: boolean | null;
  readonly ownerId?: string | null;
  readonly type?: AgentType | null;
  readonly kind?: AgentKind | null;
  readonly status?: AgentStatus | null;
  readonly tags?: readonly string[] | null;
  readonly notebookId?: string | null;
  readonly modelId?: string | null;
}

const BY_IDS = tenantStatement(
  'agents.agents-by-ids',
  `UNWIND $ids AS id MATCH (agent:Agent {tenantId: $tenantId, id: id}) WHERE ${VISIBLE} RETURN ${AGENT}`,
);
const BY_SLUG = tenantStatement(
  'agents.agent-by-slug',
  `MATCH (agent:Agent {tenantId: $tenantId, slug: $slug}) WHERE ${VISIBLE} RETURN ${AGENT}`,
);

const MATCHES = `${VISIBLE}
  AND ($search IS NULL OR any(text IN [agent.name, agent.slug, agent.description, coalesce(agent.useCase, '')] WHERE toLower(text) CONTAINS $search))
  AND ($ownerId IS NULL OR agent.ownerId = $ownerId)
  AND ($type IS NULL OR agent.type = $type)
  AND ($kind IS NULL OR agent.kind = $kind)
  AND ($status IS NULL OR agent.status = $status)
  AND all(tag IN $tags WHERE tag IN agent.tags)
  AND ($notebookId IS NULL OR EXISTS { (agent)-[:SEARCHES_NOTEBOOK]->(:Notebook {tenantId: $tenantId, id: $notebookId}) })
  AND ($modelId IS NULL OR EXISTS { (agent)-[:CONFIGURED_FOR]->(:LLM {tenantId: $tenantId, id: $modelId}) })`;
const PAGE = tenantStatement(
  'agents.page-of-agents',
  `MATCH (agent:Agent {tenantId: $tenantId}) WHERE ${MATCHES}
   AND ($afterAt IS NULL OR agent.updatedAt < $afterAt OR (agent.updatedAt = $afterAt AND agent.id < $afterId))
   RETURN ${AGENT} ORDER BY agent.updatedAt DESC, agent.id DESC LIMIT $limit`,
);
const COUNT = tenantStatement(
  'agents.count-agents',
  `MATCH (agent:Agent {tenantId: $tenantId}) WHERE ${MATCHES} RETURN count(agent) AS count`,
);

const DRAFTS = tenantStatement(
  'agents.drafts-of-agents',
  'UNWIND $ids AS id MATCH (draft:AgentDraft {tenantId: $tenantId, agentId: id}) RETURN draft {.*} AS draft',
);
const VERSIONS = tenantStatement(
  'agents.versions-by-ids',
  'UNWIND $ids AS id MATCH (version:AgentVersion {tenantId: $tenantId, id: id}) RETURN version {.*} AS version',
);
const VISIBLE_VERSIONS = tenantStatement(
  'agents.visible-versions-by-ids',
  `UNWIND $ids AS id
   MATCH (version:AgentVersion {tenantId: $tenantId, id: id})
   MATCH (agent:Agent {tenantId: $tenantId, id: version.agentId}) WHERE ${VISIBLE}
   RETURN version {.*} AS version`,
);
const VERSION_PAGE = tenantStatement(
  'agents.page-of-versions',
  `MATCH (version:AgentVersion {tenantId: $tenantId, agentId: $agentId}) WHERE version.number < $before
   RETURN version {.*} AS version ORDER BY version.number DESC LIMIT $limit`,
);

/** Reads agents as one viewer sees them. Drafts and versions by agent are for agents that were found here before. */
export class AgentReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<readonly AgentRecord[]> {
    const rows = await this.#database.tenant(viewer.tenantId).read(BY_IDS, { ids, ...sightOf(viewer) }, agentRow);
    return rows.map((row) => row.agent);
  }

  async bySlug(viewer: Viewer, slug: string): Promise<AgentRecord | null> {
    const rows = await this.#database.tenant(viewer.tenantId).read(BY_SLUG, { slug, ...sightOf(viewer) }, agentRow);
    return rows[0]?.agent ?? null;
  }

  /** Newest change first; up to `page.first + 1` rows. */
  async page(viewer: Viewer, filter: AgentFilter, page: PageRequest): Promise<readonly AgentRecord[]> {
    const [afterAt = null, afterId = null] = page.after ?? [];
    const parameters = { ...parametersOf(viewer, filter), afterAt, afterId, limit: page.first + 1 };
    return (await this.#database.tenant(viewer.tenantId).read(PAGE, parameters, agentRow)).map((row) => row.agent);
  }

  async count(viewer: Viewer, filter: AgentFilter): Promise<number> {
    const rows = await this.#database.tenant(viewer.tenantId).read(COUNT, parametersOf(viewer, filter), countRow);
    return rows[0]?.count ?? 0;
  }

  async draftsOf(tenantId: string, agentIds: readonly string[]): Promise<readonly DraftRecord[]> {
    return (await this.#database.tenant(tenantId).read(DRAFTS, { ids: agentIds }, draftRow)).map((row) => row.draft);
  }

  async versionsByIds(tenantId: string, ids: readonly string[]): Promise<readonly VersionRecord[]> {
    return (await this.#database.tenant(tenantId).read(VERSIONS, { ids }, versionRow)).map((row) => row.version);
  }

  async visibleVersions(viewer: Viewer, ids: readonly string[]): Promise<readonly VersionRecord[]> {
    const rows = await this.#database
      .tenant(viewer.tenantId)
      .read(VISIBLE_VERSIONS, { ids, ...sightOf(viewer) }, versionRow);
    return rows.map((row) => row.version);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async versionPage(tenantId: string, agentId: string, page: PageRequest): Promise<readonly VersionRecord[]> {
    const before = page.after?.[0] ?? Number.MAX_SAFE_INTEGER;
    const rows = await this.#database
      .tenant(tenantId)
      .read(VERSION_PAGE, { agentId, before, limit: page.first + 1 }, versionRow);
    return rows.map((row) => row.version);
  }
}

function parametersOf(viewer: Viewer, filter: AgentFilter): Record<string, unknown> {
  return {
    ...sightOf(viewer),
    search: filter.search?.trim().toLowerCase() || null,
    ownerId: filter.ownedByViewer === true ? actorOf(viewer) : (filter.ownerId ?? null),
    type: filter.type ?? null,
    kind: filter.kind ?? null,
    status: filter.status ?? null,
    tags: filter.tags ?? [],
    notebookId: filter.notebookId ?? null,
    modelId: filter.modelId ?? null,
  };
}
