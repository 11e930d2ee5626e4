import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import { sightOf } from '../agent/agent.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { versionRow } from './rows.ts';
import { VISIBLE } from './visible.ts';

const ORIGINS = tenantStatement(
  'agents.origins-of-agents',
  `UNWIND $ids AS id
   MATCH (:Agent {tenantId: $tenantId, id: id})-[:CLONED_FROM]->(version:AgentVersion {tenantId: $tenantId})
   MATCH (agent:Agent {tenantId: $tenantId, id: version.agentId}) WHERE ${VISIBLE}
   RETURN id AS cloneId, version {.*} AS version`,
);

const row = versionRow.extend({ cloneId: z.string() });

/** The version that each agent was cloned from, where the viewer still sees its agent. */
export async function originsOf(
  database: Database,
  viewer: Viewer,
  agentIds: readonly string[],
): Promise<ReadonlyMap<string, VersionRecord>> {
  const parameters = { ids: agentIds, ...sightOf(viewer) };
  const rows = await database.tenant(viewer.tenantId).read(ORIGINS, parameters, row);
  return new Map(rows.map(({ cloneId, version }) => [cloneId, version]));
}
