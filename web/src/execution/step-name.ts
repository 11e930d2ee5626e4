import type { StepType } from '../gql/graphql.ts';

/** The name of a step. The runtime calls what a model does "Answer"; in a flow with several models, the node tells them apart. */
export function stepName({ type, name, nodeId }: { type: StepType; name: string; nodeId?: string | null }): string {
  return type === 'LLM_INVOCATION' && nodeId ? name.replace(/^Answer\b/u, nodeId) : name;
}
