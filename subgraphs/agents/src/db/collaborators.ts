import { tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AgentRecord } from '../agent/agent.ts';
import type { CollaborationRole } from '../market/collaboration.ts';
import { AGENT } from './agent-column.ts';
import type { AgentChange } from './agent-changes.ts';
import { agentRow } from './rows.ts';

const SET = tenantStatement(
  'agents.set-collaborator',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   MATCH (user:User {tenantId: $tenantId, id: $userId})
   MERGE (user)-[work:COLLABORATES_ON]->(agent)
   ON CREATE SET work.since = $at
   SET work.role = $role, agent.updatedAt = $at,
     agent.audience = [principal IN agent.audience WHERE principal <> $userId] + $userId
   WITH agent
   RETURN ${AGENT}`,
);
const REMOVE = tenantStatement(
  'agents.remove-collaborator',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   OPTIONAL MATCH (agent)<-[work:COLLABORATES_ON]-(:User {tenantId: $tenantId, id: $userId})
   DELETE work
   SET agent.updatedAt = $at, agent.audience = [principal IN agent.audience WHERE principal <> $userId]
   WITH agent
   RETURN ${AGENT}`,
);
const KNOWN = tenantStatement(
  'agents.is-user-of-tenant',
  'MATCH (user:User {tenantId: $tenantId, id: $userId}) RETURN user.id AS id',
);

/** Somebody works on the locked agent in this role from now on. Null = the tenant has no such person. */
export async function setCollaboratorRole(
  { transaction, agent, at }: AgentChange,
  collaborator: { readonly userId: string; readonly role: CollaborationRole },
): Promise<AgentRecord | null> {
  const [row] = await transaction.run(SET, { agentId: agent.id, at, ...collaborator }, agentRow);
  return row?.agent ?? null;
}

/** Somebody works on the locked agent no more. Null = the tenant has no such person. */
export async function removeCollaborator(
  { transaction, agent, at }: AgentChange,
  userId: string,
): Promise<AgentRecord | null> {
  const known = await transaction.run(KNOWN, { userId }, z.object({ id: z.string() }));
  if (known.length === 0) return null;
  const [row] = await transaction.run(REMOVE, { agentId: agent.id, userId, at }, agentRow);
  return row?.agent ?? null;
}
