import { type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { AgentSpec, JsonObject } from '@aether/schema';
import { type AgentRecord, actorOf } from '../agent/agent.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { modelSlugs, toolSlugs } from '../validation/reference-issues.ts';
import { AGENT } from './agent-column.ts';
import type { AgentChange } from './agent-changes.ts';
import { agentRow, countRow, versionRow } from './rows.ts';

const CREATE_VERSION = tenantStatement(
  'agents.create-version',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   SET agent.versionCount = $number
   CREATE (version:AgentVersion {tenantId: $tenantId, id: $id, agentId: $agentId, number: $number, spec: $spec, layout: $layout,
     hash: $hash, notes: $notes, publishedById: $actor, publishedAt: $at})
   CREATE (agent)-[:HAS_VERSION]->(version)
   RETURN version {.*} AS version`,
);
const SET_PUBLISHED = tenantStatement(
  'agents.set-published-version',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   SET agent.publishedVersionId = $versionId, agent.status = 'PUBLISHED', agent.type = $type, agent.kind = $kind
   WITH agent
   OPTIONAL MATCH (agent)-[old:CONFIGURED_FOR|SEARCHES_NOTEBOOK|USES_TOOL]->()
   DELETE old
   WITH DISTINCT agent
   RETURN ${AGENT}`,
);
const POINT_AT_MODELS = tenantStatement(
  'agents.point-at-models',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   UNWIND range(0, size($slugs) - 1) AS position
   MATCH (model:LLM {tenantId: $tenantId, slug: $slugs[position]})
   CREATE (agent)-[:CONFIGURED_FOR {primary: position = 0, fallbackOrder: position}]->(model)
   RETURN count(model) AS count`,
);
const POINT_AT_NOTEBOOKS = tenantStatement(
  'agents.point-at-notebooks',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   UNWIND $entries AS entry
   MATCH (notebook:Notebook {tenantId: $tenantId, id: entry.id})
   CREATE (agent)-[:SEARCHES_NOTEBOOK {mode: entry.mode}]->(notebook)
   RETURN count(notebook) AS count`,
);
const POINT_AT_TOOLS = tenantStatement(
  'agents.point-at-tools',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   UNWIND $slugs AS slug
   MATCH (tool:Tool {tenantId: $tenantId, slug: slug})
   CREATE (agent)-[:USES_TOOL]->(tool)
   RETURN count(tool) AS count`,
);

export interface NewVersion {
  readonly id: string;
  readonly spec: AgentSpec;
  readonly layout: JsonObject;
  readonly hash: string;
  readonly notes: string | null;
}

/** Adds an immutable version; which one is published is a step of its own. */
export async function createVersion(change: AgentChange, version: NewVersion): Promise<VersionRecord> {
  const { transaction, agent, cause, at } = change;
  const parameters = {
    ...version,
    agentId: agent.id,
    number: agent.versionCount + 1,
    spec: JSON.stringify(version.spec),
    layout: JSON.stringify(version.layout),
    actor: actorOf(cause.viewer),
    at,
  };
  const [row] = await transaction.run(CREATE_VERSION, parameters, versionRow);
  if (row === undefined) throw new Error(`The agent ${agent.id} vanished inside its own transaction.`);
  return row.version;
}

/** Makes a version the published one and lets the agent's edges follow its specification. */
export async function setPublished(
  transaction: TenantTransaction,
  published: {
    readonly agentId: string;
    readonly versionId: string;
    readonly spec: AgentSpec;
    readonly notebooks: ReadonlyMap<string, string | null> | null;
  },
): Promise<AgentRecord> {
  const { agentId, versionId, spec, notebooks } = published;
  const [row] = await transaction.run(
    SET_PUBLISHED,
    { agentId, versionId, type: spec.type, kind: spec.kind },
    agentRow,
  );
  if (row === undefined) throw new Error(`The agent ${agentId} vanished inside its own transaction.`);
  await transaction.run(POINT_AT_MODELS, { agentId, slugs: modelSlugs(spec) }, countRow);
  const entries = Object.values(spec.knowledge).flatMap(({ notebook, mode }) => {
    const id = notebooks?.get(notebook) ?? null;
    return id === null ? [] : [{ id, mode }];
  });
  await transaction.run(POINT_AT_NOTEBOOKS, { agentId, entries }, countRow);
  await transaction.run(POINT_AT_TOOLS, { agentId, slugs: toolSlugs(spec) }, countRow);
  return row.agent;
}
