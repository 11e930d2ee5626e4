import { agentOfTool, type JsonObject } from '@aether/schema';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { budgetLeft } from './budget-left.ts';
import { callAgent } from './call-agent.ts';
import { guardsOf } from './guards-of.ts';
import type { PlannedCall } from './plan-tool-call.ts';
import type { ToolResult } from './tool-result.ts';
import { toolText } from './tool-text.ts';

/** Calls an agent that the model chose as a tool. What goes wrong is told to the model. */
export async function callAgentTool(
  journal: Journal,
  parts: RuntimeParts,
  { key, tool, situation }: PlannedCall,
  args: JsonObject,
  /** Calls of agents in the same turn: they share what is left, since they may all run at once. */
  calls: number,
): Promise<ToolResult> {
  const left = budgetLeft(journal);
  const result = await callAgent(journal, parts, {
    key,
    name: tool.title ?? tool.slug,
    agentSlug: agentOfTool(tool.slug) ?? tool.slug,
    input: args,
    budgetLeft: left === null ? null : Math.floor(left / calls),
    definitionHash: tool.definitionHash,
    caller: { ...situation, guards: guardsOf(journal.run) },
  });
  const inMarks = result.marks === undefined ? {} : { marks: result.marks };
  if (!('failure' in result)) return { text: toolText(result.text), isError: false, ...inMarks };
  const { message, hint } = result.failure;
  return { text: toolText(hint === null ? message : `${message} ${hint}`), isError: true, ...inMarks };
}
