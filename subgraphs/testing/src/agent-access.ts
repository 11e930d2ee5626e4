import { ForbiddenError, NotFoundError } from '@aether/common/service';
import { AgentAccessDocument, type AgentAccessQuery } from '@aether/schema/internal/agents';
import { callOf, type TestingContext } from './context.ts';

export type AccessibleAgent = NonNullable<AgentAccessQuery['agent']>;

/** The agent as the viewer sees it, asked from agents once per request; null = unknown or not visible. */
export function loadAgentAccess(context: TestingContext, agentId: string): Promise<AccessibleAgent | null> {
  const call = callOf(context);
  const loader = context.loaders.loader<string, AccessibleAgent | null>('agent-access', (ids) =>
    Promise.all(ids.map(async (id) => (await context.parts.operations.call(AgentAccessDocument, { id }, call)).agent)),
  );
  return loader.load(agentId);
}

/** A suite decides what may be published, so it is changed by those who may change its agent. @throws NotFoundError | ForbiddenError */
export async function requireAgentToChange(context: TestingContext, agentId: string): Promise<AccessibleAgent> {
  const agent = await loadAgentAccess(context, agentId);
  if (agent === null) throw new NotFoundError('agent', agentId);
  const verdict = agent.viewerActions.find((action) => action.name === 'updateAgent');
  if (verdict?.allowed !== true)
    throw new ForbiddenError('agent:update', verdict?.reason == null ? {} : { reason: verdict.reason });
  return agent;
}
