import { PlatformError } from '@aether/common/service';
import type { FlowNodeOf, JsonObject } from '@aether/schema';
import { budgetLeft } from '../../loop/budget-left.ts';
import { callAgent } from '../../loop/call-agent.ts';
import { guardsOf } from '../../loop/guards-of.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { evaluateAll } from '../node-scope.ts';
import { markValues } from '../mark-values.ts';
import { QuarantineMarks } from '../quarantine-marks.ts';
import { needed } from '../node-steps.ts';

/** Runs another agent as a run of its own and waits for its end. The output of the node is the output of that run. */
export async function runAgentNode(
  node: Extract<WorkNode, { type: 'agent' }> | FlowNodeOf<'agent'>,
  context: NodeContext,
  type: 'AGENT_CALL' | 'SUBFLOW' = 'AGENT_CALL',
): Promise<NodeAnswer> {
  const { journal, parts, scope, situation, name } = context;
  const input: JsonObject = await needed(context, type, () => evaluateAll(scope, node.input));
  const evaluated = Object.entries(node.input).map(
    ([field, expression]) => [field, { expression, value: input[field] ?? null }] as const,
  );
  const marked = await markValues(context, Object.fromEntries(evaluated));
  const read = Object.entries(marked).map(
    ([field, { value, marks }]) => [field, new QuarantineMarks(marks).aroundSentences(value)] as const,
  );
  const result = await callAgent(journal, parts, {
    key: `agent:${node.agent}`,
    type,
    name,
    agentSlug: node.agent,
    input: { ...input, ...Object.fromEntries(read) },
    budgetLeft: budgetLeft(journal),
    caller: { ...situation, guards: guardsOf(journal.run) },
  });
  if (!('failure' in result)) return { output: result.output, port: null };
  const { code, message, hint } = result.failure;
  throw new PlatformError(code, message, { retryable: false, ...(hint === null ? {} : { hint }) });
}
