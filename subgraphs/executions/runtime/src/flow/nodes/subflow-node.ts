import type { FlowNodeOf } from '@aether/schema';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { runAgentNode } from './agent-node.ts';

/**
 * Runs the flow of another agent as a run of its own, with a journal, a chain and limits of its own; what it waits for keeps this flow
 * waiting. The output of the node is the output of that flow.
 */
export function runSubflowNode({ agent, input }: FlowNodeOf<'subflow'>, context: NodeContext): Promise<NodeAnswer> {
  return runAgentNode({ type: 'agent', agent, input }, context, 'SUBFLOW');
}
