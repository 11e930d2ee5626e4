import type { AgentStatistics } from './agent-statistics.ts';
import type { IntelligenceContext } from './context.ts';

/** The figures of an agent that the viewer sees; a list of agents takes one statement. Null = unknown, not visible, or nobody signed in. */
export async function loadStatistics(context: IntelligenceContext, agentId: string): Promise<AgentStatistics | null> {
  const { viewer, parts } = context;
  if (viewer === null) return null;
  const loader = context.loaders.loader<string, AgentStatistics | null>('agent-statistics', async (ids) => {
    const found = await parts.statistics.ofAgents(viewer, ids);
    const byId = new Map(found.map((statistics) => [statistics.id, statistics]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(agentId);
}
