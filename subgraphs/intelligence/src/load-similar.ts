import type { IntelligenceContext } from './context.ts';
import { type AgentMatch, nearest } from './similarity.ts';

/** Agents near to one that the viewer sees; those of a list take one statement. */
export async function loadSimilar(
  context: IntelligenceContext,
  agentId: string,
  first: number,
): Promise<readonly AgentMatch[] | null> {
  const { viewer, parts } = context;
  if (viewer === null) return null;
  const loader = context.loaders.loader<string, readonly AgentMatch[] | null>(
    `similar-agents/${first}`,
    async (ids) => {
      const found = await parts.similarity.candidates(viewer, ids);
      const byId = new Map(found.map(({ agent, others }) => [agent.agentId, nearest(agent, others, first)]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  );
  return loader.load(agentId);
}
