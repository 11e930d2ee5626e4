import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import { z } from 'zod';
import { type AgentRecord, sightOf } from '../agent/agent.ts';
import type { ModelRecord } from '../models/catalog.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { AGENT } from './agent-column.ts';
import { OVERRIDE } from './price-override.ts';
import type { ToolRecord } from '../tools/tool-catalog.ts';
import { agentRow, modelRow, versionRow } from './rows.ts';
import { toolRow } from './tool-rows.ts';
import { VISIBLE } from './visible.ts';

const REST = `OPTIONAL MATCH (version:AgentVersion {tenantId: $tenantId, id: agent.publishedVersionId})
   RETURN ${AGENT}, version {.*} AS version,
     COLLECT {
       MATCH (agent)-[use:CONFIGURED_FOR]->(model:LLM {tenantId: $tenantId})
       WITH use, model, ${OVERRIDE}
       RETURN {model: model {.*}, override: override} ORDER BY use.fallbackOrder
     } AS models,
     COLLECT {
       MATCH (agent)-[:USES_TOOL]->(tool:Tool {tenantId: $tenantId})<-[:OFFERS]-(server:ToolServer {tenantId: $tenantId})
       RETURN {tool: tool {.*, serverEnabled: server.enabled}} ORDER BY tool.slug
     } AS tools`;
const BY_ID = tenantStatement(
  'agents.published-by-id',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $id}) WHERE ${VISIBLE}
   ${REST}`,
);
const BY_SLUG = tenantStatement(
  'agents.published-by-slug',
  `MATCH (agent:Agent {tenantId: $tenantId, slug: $slug}) WHERE ${VISIBLE}
   ${REST}`,
);

export type AgentKey = { readonly id: string } | { readonly slug: string };

export interface PublishedAgent {
  readonly agent: AgentRecord;
  /** Null = nothing is published. */
  readonly version: VersionRecord | null;
  /** Models that the version names and that are there, in the order in which they are tried. */
  readonly models: readonly ModelRecord[];
  /** Tools that the version names and that are there, approved or not. */
  readonly tools: readonly ToolRecord[];
}

const row = z
  .object({
    agent: agentRow.shape.agent,
    version: versionRow.shape.version.nullable(),
    models: z.array(modelRow),
    tools: z.array(toolRow),
  })
  .transform(({ models, tools, ...rest }): PublishedAgent => ({
    ...rest,
    models: models.map((entry) => entry.model),
    tools: tools.map((entry) => entry.tool),
  }));

/** What every run begins with, in one statement. */
export class PublishedReader {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Null when the viewer sees no such agent. */
  async find(viewer: Viewer, key: AgentKey): Promise<PublishedAgent | null> {
    const parameters = { ...key, ...sightOf(viewer), at: this.#clock.now().toISOString() };
    const [found] = await this.#database.tenant(viewer.tenantId).read('id' in key ? BY_ID : BY_SLUG, parameters, row);
    return found ?? null;
  }
}
