import type { FlowNodeOf, JsonObject } from '@aether/schema';
import { budgetLeft } from '../../loop/budget-left.ts';
import { callAgent } from '../../loop/call-agent.ts';
import { guardsOf } from '../../loop/guards-of.ts';
import { AgentNodeFailedError } from '../errors.ts';
import { inMarksWhole } from '../in-marks-whole.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { evaluateAll } from '../node-scope.ts';
import { needed } from '../node-steps.ts';
import { agentInput } from './agent-input.ts';

/** Runs another agent as a run of its own and waits for its end. The output of the node is the output of that run. */
export async function runAgentNode(
  node: Extract<WorkNode, { type: 'agent' }> | FlowNodeOf<'agent'>,
  context: NodeContext,
  type: 'AGENT_CALL' | 'SUBFLOW' = 'AGENT_CALL',
): Promise<NodeAnswer> {
  const { journal, parts, scope, situation, name } = context;
  const values: JsonObject = await needed(context, type, () => evaluateAll(scope, node.input));
  const { input, marks: read } = await agentInput(context, node.input, values);
  const result = await callAgent(journal, parts, {
    key: `agent:${node.agent}`,
    type,
    name,
    agentSlug: node.agent,
    input,
    budgetLeft: budgetLeft(journal),
    caller: { ...situation, guards: guardsOf(journal.run) },
  });
  const { marks = null } = result;
  if ('failure' in result) throw new AgentNodeFailedError(result.failure, marks);
  const { output } = result;
  return { output, port: null, marked: inMarksWhole(output, marks === null ? read : [...read, marks]) };
}
