import { NotFoundError, requireViewer } from '@aether/common/service';
import type { AgentRecord } from '../agent/agent.ts';
import type { AgentsContext } from '../context.ts';
import type { DraftRecord } from '../agent/draft.ts';

/**
 * The agent and its draft as they are now, past the loaders of the request: those would remember what the write is about to change.
 * @throws NotFoundError when the viewer sees no such agent
 */
export async function readAgent(
  context: AgentsContext,
  agentId: string,
): Promise<{ readonly agent: AgentRecord; readonly draft: DraftRecord }> {
  const viewer = requireViewer(context);
  const [agent] = await context.parts.agents.byIds(viewer, [agentId]);
  const [draft] = agent === undefined ? [] : await context.parts.agents.draftsOf(viewer.tenantId, [agentId]);
  if (agent === undefined || draft === undefined) throw new NotFoundError('agent', agentId);
  return { agent, draft };
}
