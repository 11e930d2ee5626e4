import type { AgentSpec, Flow } from '@aether/schema';

/** Agents that nodes of a flow run, each with its place in the specification. */
export function flowAgents({
  flow,
}: AgentSpec): readonly { readonly slug: string; readonly path: readonly string[] }[] {
  return Object.entries(flow?.nodes ?? {}).flatMap(([id, node]) => {
    const path = ['flow', 'nodes', id];
    if (node.type === 'agent' || node.type === 'subflow') return [{ slug: node.agent, path: [...path, 'agent'] }];
    if (node.type === 'map' && node.each.type === 'agent')
      return [{ slug: node.each.agent, path: [...path, 'each', 'agent'] }];
    return [];
  });
}

/** The flow with other agents in its nodes. */
export function withFlowAgents(flow: Flow, bound: (slug: string) => string): Flow {
  const nodes = Object.entries(flow.nodes).map(([id, node]) => {
    if (node.type === 'agent' || node.type === 'subflow') return [id, { ...node, agent: bound(node.agent) }] as const;
    if (node.type === 'map' && node.each.type === 'agent')
      return [id, { ...node, each: { ...node.each, agent: bound(node.each.agent) } }] as const;
    return [id, node] as const;
  });
  return { ...flow, nodes: Object.fromEntries(nodes) };
}
