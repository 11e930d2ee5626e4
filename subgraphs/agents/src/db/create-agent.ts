import { type TenantTransaction, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AgentRecord } from '../agent/agent.ts';
import type { DraftDocument } from '../agent/draft-document.ts';
import { agentRow } from './rows.ts';

const TAKEN = tenantStatement(
  'agents.taken-slugs',
  'MATCH (agent:Agent {tenantId: $tenantId}) WHERE agent.slug STARTS WITH $prefix RETURN agent.slug AS slug',
);
const CREATE = tenantStatement(
  'agents.create-agent',
  `CREATE (agent:Agent {tenantId: $tenantId}) SET agent += $agent
   CREATE (draft:AgentDraft {tenantId: $tenantId}) SET draft += $draft
   CREATE (agent)-[:HAS_DRAFT]->(draft)
   WITH agent
   OPTIONAL MATCH (user:User {tenantId: $tenantId, id: agent.ownerId})
   OPTIONAL MATCH (source:AgentVersion {tenantId: $tenantId, id: $clonedFromId})
   FOREACH (owner IN CASE WHEN user IS NULL THEN [] ELSE [user] END | CREATE (owner)-[:CREATED {timestamp: agent.createdAt}]->(agent))
   FOREACH (version IN CASE WHEN source IS NULL THEN [] ELSE [source] END | CREATE (agent)-[:CLONED_FROM]->(version))
   RETURN agent {.*} AS agent`,
);

/** Slugs of the tenant that begin like the wanted one, seen by nobody but the choice of a free one. */
export async function takenSlugs(transaction: TenantTransaction, prefix: string): Promise<ReadonlySet<string>> {
  const rows = await transaction.run(TAKEN, { prefix }, z.object({ slug: z.string() }));
  return new Set(rows.map((row) => row.slug));
}

/** A new agent with the first revision of its draft. The unique constraint on the slug may refuse it. */
export async function insertAgent(
  transaction: TenantTransaction,
  agent: AgentRecord,
  source: { readonly document: DraftDocument; readonly clonedFromId: string | null },
): Promise<AgentRecord> {
  const { document, clonedFromId } = source;
  const { collaborators: _none, ...properties } = agent;
  const draft = {
    agentId: agent.id,
    revision: 1,
    spec: JSON.stringify(document.spec),
    layout: JSON.stringify(document.layout),
    pins: JSON.stringify(document.pins),
    updatedAt: agent.createdAt,
    updatedById: agent.ownerId,
  };
  const [row] = await transaction.run(CREATE, { agent: properties, draft, clonedFromId }, agentRow);
  if (row === undefined) throw new Error('Neo4j created an agent and answered no row.');
  return row.agent;
}
