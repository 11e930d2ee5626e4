import { z } from 'zod';
import { slug, stableId } from './spec-keys.ts';

const expression = z.string().min(1).max(2_000);
const join = z
  .enum(['ALL', 'ANY'])
  .default('ALL')
  .describe('Where several edges meet: go on after ALL of them, or after ANY one that arrives first.');

const agentNode = z.strictObject({
  type: z.literal('agent'),
  agent: slug.describe('Slug of the agent that runs here.'),
  input: z
    .record(z.string(), expression)
    .default({})
    .describe('CEL expression for each input of the agent, over `inputs` (of the flow) and `nodes.<id>.output`.'),
  join,
});

const conditionNode = z.strictObject({
  type: z.literal('condition'),
  expression: expression.describe('CEL expression, true or false, over `inputs` and `nodes.<id>.output`.'),
  join,
});

const approvalNode = z.strictObject({
  type: z.literal('approval'),
  question: z.string().min(1).max(2_000).describe('What a person decides here.'),
  join,
});

const flowNode = z.discriminatedUnion('type', [agentNode, conditionNode, approvalNode]);

const flowEdge = z.strictObject({
  from: stableId,
  to: stableId,
  when: z.boolean().optional().describe('Behind a condition: the answer that takes this edge.'),
});

/**
 * What a WORKFLOW agent does, as a graph. Nodes without an edge to them start at once, nodes behind one another are a
 * sequence, several edges out of a node are parallel branches. Keyed by id, so that patches have stable paths.
 */
export const flowSchema = z.strictObject({
  nodes: z.record(stableId, flowNode),
  edges: z.record(stableId, flowEdge).default({}),
});

export type Flow = z.output<typeof flowSchema>;
export type FlowNode = z.output<typeof flowNode>;
export type FlowEdge = z.output<typeof flowEdge>;
