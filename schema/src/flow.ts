import { z } from 'zod';
import { flowNodeSchema } from './flow-nodes.ts';
import { stableId } from './spec-keys.ts';

const flowEdge = z.strictObject({
  from: stableId,
  to: stableId,
  when: z
    .union([z.boolean(), z.string().min(1).max(63)])
    .optional()
    .describe(
      'The answer that takes this edge: true or false behind a condition or an approval, a case or "otherwise" behind a switch, "error" to an error handler.',
    ),
});

/**
 * What a WORKFLOW agent does, as a graph. Nodes behind one another are a sequence, several edges out of a node are
 * parallel branches. Keyed by id, so that patches have stable paths.
 */
export const flowSchema = z.strictObject({
  nodes: z.record(stableId, flowNodeSchema),
  edges: z.record(stableId, flowEdge).default({}),
});

export type Flow = z.output<typeof flowSchema>;
export type FlowEdge = z.output<typeof flowEdge>;
