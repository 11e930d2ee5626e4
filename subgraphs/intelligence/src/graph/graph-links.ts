import type { IntelligenceContext } from '../context.ts';
import { loadPattern } from '../load-pattern.ts';
import { loadStatistics } from '../load-statistics.ts';
import { toSuccessPattern } from '../types/to-success-pattern.ts';

interface GraphNode {
  readonly id: string;
}

/** A node of an entity whose other fields all belong to another subgraph. */
const reference = ({ id }: GraphNode) => ({ id });

/** From a node of the graph to the entity that it is a view of. Entities that this subgraph extends come with its own fields. */
export const graphLinks = {
  GraphAgent: { agent: ({ id }: GraphNode, _: unknown, context: IntelligenceContext) => loadStatistics(context, id) },
  GraphUser: { user: reference },
  GraphTool: { tool: reference },
  GraphNotebook: { notebook: reference },
  GraphModel: { model: reference },
  GraphSuccessPattern: {
    pattern: async ({ id }: GraphNode, _: unknown, context: IntelligenceContext) => {
      const pattern = await loadPattern(context, id);
      return pattern === null ? null : toSuccessPattern(pattern);
    },
  },
};
