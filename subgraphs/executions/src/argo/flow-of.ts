import { agentSpecSchema, type Flow } from '@aether/schema';

/** The flow of a specification that runs node by node on a cluster; null = the whole agent is one node. */
export function flowOf(spec: unknown): Flow | null {
  const { kind, flow } = agentSpecSchema.parse(spec);
  return kind === 'WORKFLOW' ? (flow ?? null) : null;
}
