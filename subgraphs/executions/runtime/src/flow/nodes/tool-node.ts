import {
  agentOfTool,
  type FlowNodeOf,
  isRecord,
  type JsonObject,
  type JsonValue,
  type TextMarks,
} from '@aether/schema';
import { PlatformError } from '@aether/common/service';
import { approvalOfCall } from '../../loop/approval-of-call.ts';
import { argumentProblems } from '../../loop/argument-problems.ts';
import { callAgentTool } from '../../loop/call-agent-tool.ts';
import { callTool, rejectToolCall } from '../../loop/call-tool.ts';
import { guardsOf } from '../../loop/guards-of.ts';
import { effectOf, verdictOn } from '../../loop/tool-policy.ts';
import type { ToolResult } from '../../loop/tool-result.ts';
import { ApprovalDeniedError, ToolNodeFailedError } from '../errors.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { evaluateAll } from '../node-scope.ts';
import { failedStep, needed } from '../node-steps.ts';
import { inMarksWhole } from '../in-marks-whole.ts';
import { agentInput } from './agent-input.ts';

const UNTRUSTED =
  'This agent may not change anything while text from documents or tools may be part of what is sent (guards.untrustedContent).';

/**
 * Calls one tool, under the same policy as a call that a model asks for.
 * @throws WaitingError while a person has to allow it
 * @throws ToolNodeFailedError when the tool says that it failed
 */
export async function runToolNode(
  node: Extract<WorkNode, { type: 'tool' }> | FlowNodeOf<'tool'>,
  context: NodeContext,
): Promise<NodeAnswer> {
  const { journal, parts, scope, situation } = context;
  const { spec, tools } = journal.run;
  const specTool = spec.tools[node.tool];
  const tool = tools.find(({ slug }) => slug === specTool?.tool);
  const values: JsonObject = await needed(context, 'TOOL_EXECUTION', () => evaluateAll(scope, node.arguments));
  if (specTool === undefined || tool === undefined || tool.problem !== null) {
    const why = tool?.problem ?? 'there is no such tool';
    const message = `"${specTool?.tool ?? node.tool}" cannot be called: ${why}.`;
    return failedStep(context, 'TOOL_EXECUTION', new PlatformError('TOOL_NOT_APPROVED', message));
  }
  const isAgent = agentOfTool(tool.slug) !== null;
  const { input: args, marks: read } = isAgent
    ? await agentInput(context, node.arguments, values)
    : { input: values, marks: [] };
  const key = `tool:${tool.slug}`;
  const refuse = async (problem: string): Promise<never> => {
    await rejectToolCall(journal, { key, name: tool.slug, tool, arguments: args, problem });
    throw new ToolNodeFailedError(tool.slug, problem);
  };
  const problems = argumentProblems(tool, args);
  if (problems.length > 0) return refuse(`The arguments do not fit its schema: ${problems.join('; ')}.`);
  const verdict = verdictOn(tool, specTool, guardsOf(journal.run), situation);
  if (verdict === 'REFUSE') return refuse(UNTRUSTED);

  const call = { key, tool, effect: effectOf(tool, specTool), arguments: args, verdict, situation };
  const make = (given: JsonObject): Promise<ToolResult> =>
    isAgent ? callAgentTool(journal, parts, call, given, 1) : callTool(journal, parts, call, given);
  if (verdict === 'RUN') return toAnswer(tool.slug, await make(args), read);
  const question = approvalOfCall(call);
  const [decision] = await journal.decisions([question]);
  if (decision?.status === 'APPROVED') return toAnswer(tool.slug, await make(decision.arguments), read);
  const { status, comment } = decision ?? { status: 'EXPIRED', comment: null };
  return failedStep(context, 'TOOL_EXECUTION', new ApprovalDeniedError(question.question, status, comment));
}

/**
 * `text` is what it said, `value` the same as JSON when it is JSON.
 * @param read marks in what an agent was given, which it may repeat
 */
function toAnswer(tool: string, { text, isError, marks }: ToolResult, read: readonly TextMarks[]): NodeAnswer {
  if (isError) throw new ToolNodeFailedError(tool, text, marks);
  const output = { text, value: jsonOf(text) };
  return { output, port: null, marked: inMarksWhole(output, marks === undefined ? read : [...read, marks]) };
}

function jsonOf(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isRecord(value) || Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
