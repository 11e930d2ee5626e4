import { tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AgentChange } from './agent-changes.ts';

// Runs keep their own copy of name and specification; their edges to versions go with the versions.
const DELETE = tenantStatement(
  'agents.delete-agent',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   OPTIONAL MATCH (agent)-[:HAS_VERSION|HAS_DRAFT]->(part)
   WITH agent, collect(part) AS parts
   FOREACH (part IN parts | DETACH DELETE part)
   DETACH DELETE agent
   WITH count(*) AS deleted
   OPTIONAL MATCH (request:CollaborationRequest {tenantId: $tenantId, agentId: $agentId})
   DELETE request
   WITH DISTINCT deleted
   OPTIONAL MATCH (use:AgentUse {tenantId: $tenantId, agentId: $agentId}) WHERE use.actorId > ''
   DELETE use
   WITH DISTINCT deleted
   OPTIONAL MATCH (event:AgentEvent {tenantId: $tenantId, agentId: $agentId})
   WHERE event.seq > 0
   DELETE event
   RETURN DISTINCT deleted`,
);

/** Removes the agent with its draft, versions and events, and the requests to work on it. Its listing goes before. */
export async function deleteAgentNodes({ transaction, agent }: AgentChange): Promise<void> {
  await transaction.run(DELETE, { agentId: agent.id }, z.object({ deleted: z.number() }));
}
