import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import { verdictsForRun } from '../agent/agent-actions.ts';
import { sightOf } from '../agent/agent.ts';
import type { CalledAgent } from '../agent/called-agent.ts';
import { shapedSpec } from '../validation/validation.ts';
import { AGENT } from './agent-column.ts';
import { agentRow, versionRow } from './rows.ts';
import { VISIBLE } from './visible.ts';

const BY_SLUGS = tenantStatement(
  'agents.called-agents',
  `UNWIND $slugs AS slug
   MATCH (agent:Agent {tenantId: $tenantId, slug: slug}) WHERE ${VISIBLE}
   OPTIONAL MATCH (version:AgentVersion {tenantId: $tenantId, id: agent.publishedVersionId})
   RETURN ${AGENT}, version {.*} AS version`,
);
const RUNNABLE = tenantStatement(
  'agents.agents-to-call',
  `MATCH (agent:Agent {tenantId: $tenantId}) WHERE agent.status = 'PUBLISHED' AND ${VISIBLE}
   RETURN agent {.id, .name, .slug} AS agent ORDER BY agent.name, agent.id LIMIT $limit`,
);

const row = z.object({ agent: agentRow.shape.agent, version: versionRow.shape.version.nullable() });
const named = z.object({ agent: z.object({ id: z.string(), name: z.string(), slug: z.string() }) });

/** Agents as tools of other agents. */
export class CalledAgents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By slug; one that the viewer does not see is absent, as an unknown one is. */
  async find(viewer: Viewer, slugs: readonly string[]): Promise<ReadonlyMap<string, CalledAgent>> {
    if (slugs.length === 0) return new Map();
    const parameters = { slugs, ...sightOf(viewer) };
    const rows = await this.#database.tenant(viewer.tenantId).read(BY_SLUGS, parameters, row);
    return new Map(rows.map((found) => [found.agent.slug, calledAgent(viewer, found)]));
  }

  /** Some that the viewer may run, to choose from. */
  async choices(viewer: Viewer, limit: number): Promise<readonly z.infer<typeof named>['agent'][]> {
    const rows = await this.#database.tenant(viewer.tenantId).read(RUNNABLE, { ...sightOf(viewer), limit }, named);
    return rows.map(({ agent }) => agent);
  }
}

function calledAgent(viewer: Viewer, { agent, version }: z.infer<typeof row>): CalledAgent {
  const { id, slug, name, description } = agent;
  const verdict = verdictsForRun(viewer, agent, 'version').find((action) => action.name === 'runAgent');
  return {
    id,
    slug,
    name,
    description,
    inputSchema: version === null ? null : (shapedSpec(version.spec)?.inputs ?? null),
    hash: version?.hash ?? null,
    refusal: verdict?.reason ?? null,
  };
}
