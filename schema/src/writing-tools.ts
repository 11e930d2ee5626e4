import type { AgentSpec } from './agent-spec.ts';

/**
 * Names of the tools that may change something. A tool counts as reading only when the specification says so: what a tool declares of
 * itself is not known here, and the safe side is to take it for a writing one.
 */
export function writingTools(spec: Pick<AgentSpec, 'tools'>): readonly string[] {
  return Object.values(spec.tools)
    .filter(({ effect }) => effect !== 'READ')
    .map(({ tool }) => tool);
}
