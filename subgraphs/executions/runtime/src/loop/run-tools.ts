import type { OpenAI } from 'openai';
import { agentOfTool, inMarks, type JsonObject } from '@aether/schema';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { approvalOfCall } from './approval-of-call.ts';
import type { ModelToolCall } from './call-model.ts';
import { callAgentTool } from './call-agent-tool.ts';
import { callTool, refusal, rejectToolCall } from './call-tool.ts';
import { inParallel } from './in-parallel.ts';
import { type OfferedTool, type PlannedCall, planToolCall, type WrongCall } from './plan-tool-call.ts';
import { guardsOf } from './guards-of.ts';
import type { ToolResult } from './tool-result.ts';
import type { ToolSituation } from './tool-policy.ts';

export interface ToolTurn {
  /** Counts the model calls of the run, from 0. */
  readonly turn: number;
  readonly calls: readonly ModelToolCall[];
  readonly offered: ReadonlyMap<string, OfferedTool>;
  readonly situation: ToolSituation;
}

export interface ToolTurnOutcome {
  /** One for each call, in order. */
  readonly messages: readonly OpenAI.Chat.Completions.ChatCompletionToolMessageParam[];
  /** Every call was wrong: nothing was called. */
  readonly isAllWrong: boolean;
}

const isPlanned = (call: PlannedCall | WrongCall): call is PlannedCall => 'verdict' in call;

/**
 * Makes the tool calls of one model answer. What reads, or may be repeated, runs side by side; then people are asked about all that needs
 * them, at once; then the rest runs in the order in which the model named it.
 * @throws WaitingError while a decision is missing
 */
export async function runTools(journal: Journal, parts: RuntimeParts, turn: ToolTurn): Promise<ToolTurnOutcome> {
  const { spec } = journal.run;
  const guards = guardsOf(journal.run);
  const calls = turn.calls.map((call, index) =>
    planToolCall(call, { turn: turn.turn, index }, turn.offered, guards, turn.situation),
  );
  const results = new Map<string, ToolResult>();
  const agentCalls = calls.filter((call) => isPlanned(call) && agentOfTool(call.tool.slug) !== null).length;
  const make = (call: PlannedCall, args: JsonObject): Promise<ToolResult> =>
    agentOfTool(call.tool.slug) === null
      ? callTool(journal, parts, call, args)
      : callAgentTool(journal, parts, call, args, agentCalls);
  const first = calls.filter((call) => !isPlanned(call) || mayRunBeside(call));
  await inParallel(first, spec.limits.parallelToolCalls, async (call) => {
    const result = isPlanned(call) ? await make(call, call.arguments) : await rejectToolCall(journal, call);
    results.set(call.key, result);
  });

  const rest = calls.filter((call) => isPlanned(call) && !results.has(call.key)).filter(isPlanned);
  const asked = rest.filter(({ verdict }) => verdict === 'ASK');
  const decisions = asked.length === 0 ? [] : await journal.decisions(asked.map(approvalOfCall));
  const decisionOn = new Map(asked.map((call, index) => [call.key, decisions[index]]));
  for (const call of rest) {
    const decision = decisionOn.get(call.key);
    const args = decision?.status === 'APPROVED' ? decision.arguments : call.arguments;
    const mayCall = call.verdict === 'RUN' || decision?.status === 'APPROVED';
    results.set(call.key, mayCall ? await make(call, args) : refusal(call, decision));
  }
  return {
    messages: calls.map(({ key }, index) => toMessage(turn.calls[index], results.get(key))),
    isAllWrong: !calls.some(isPlanned),
  };
}

function mayRunBeside({ verdict, effect }: PlannedCall): boolean {
  return verdict === 'RUN' && (effect === 'READ' || effect === 'IDEMPOTENT');
}

/** The result stands in a quote that its text cannot close; gateway/llm takes the quote off again for `builtin/extract`. */
function toMessage(
  call: ModelToolCall | undefined,
  result: ToolResult | undefined,
): OpenAI.Chat.Completions.ChatCompletionToolMessageParam {
  const { text: said = '', marks } = result ?? {};
  const text = (marks === undefined ? said : inMarks(said, marks)).replaceAll('</tool-result', '<\\/tool-result');
  const state = result?.isError === true ? ' error="true"' : '';
  return { role: 'tool', tool_call_id: call?.id ?? '', content: `<tool-result${state}>\n${text}\n</tool-result>` };
}
