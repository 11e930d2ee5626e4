import { tenantStatement } from '@aether/common/graph';
import type { AgentRecord } from '../agent/agent.ts';
import { AGENT } from './agent-column.ts';
import type { AgentChange } from './agent-changes.ts';
import { agentRow } from './rows.ts';

const UPDATE = tenantStatement(
  'agents.update-agent',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId}) SET agent += $properties, agent.updatedAt = $at RETURN ${AGENT}`,
);

export type AgentProperties = Partial<
  Pick<AgentRecord, 'name' | 'slug' | 'description' | 'useCase' | 'tags' | 'visibility' | 'audience' | 'status'>
>;

/** Sets properties of the locked agent; what is absent stays, null removes. */
export async function updateAgentProperties(
  { transaction, agent, at }: AgentChange,
  properties: AgentProperties,
): Promise<AgentRecord> {
  const [row] = await transaction.run(UPDATE, { agentId: agent.id, properties, at }, agentRow);
  if (row === undefined) throw new Error(`The agent ${agent.id} vanished inside its own transaction.`);
  return row.agent;
}
