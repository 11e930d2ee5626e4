import type { ChatRequest } from '../../wire/chat-request.ts';
import type { Turn } from './message-blocks.ts';

/** Tokens of thinking by OpenAI's `reasoning_effort`, for models that take a budget. */
const BUDGETS: Readonly<Record<string, number>> = { low: 2048, medium: 8192, high: 16_384 };
/** The vendor's minimum; as much has to be left for the answer. */
const MINIMUM = 1024;
/** Since Claude 4.6 a model decides itself how long it thinks, told only an effort. */
const ADAPTIVE = /claude-(?:opus|sonnet)-4-[6-9]|claude-[a-z]+-(?:[5-9]|\d{2})(?!\d)/;

export interface Thinking {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly maximumTokens: number;
}

/**
 * What to send so that the model thinks; null = it does not: nobody asked for it, a tool is forced, there is no room, or a
 * tool call of the conversation came without its signed thinking, which this vendor would refuse.
 */
export function thinkingOf(
  request: ChatRequest,
  turns: readonly Turn[],
  given: number | null,
  usual: number,
): Thinking | null {
  const effort = request['reasoning_effort'];
  const budget = typeof effort === 'string' ? BUDGETS[effort] : undefined;
  if (budget === undefined || isForced(request) || lacksThinking(turns)) return null;
  if (ADAPTIVE.test(request.model))
    return {
      fields: { thinking: { type: 'adaptive' }, output_config: { effort } },
      maximumTokens: given ?? usual + budget,
    };
  // OpenAI's limit counts thinking too; without a limit the answer keeps its usual room.
  const maximumTokens = given ?? usual + budget;
  const room = Math.min(budget, maximumTokens - MINIMUM);
  return room < MINIMUM ? null : { fields: { thinking: { type: 'enabled', budget_tokens: room } }, maximumTokens };
}

function isForced({ tool_choice: choice }: ChatRequest): boolean {
  return choice === 'required' || typeof choice === 'object';
}

function lacksThinking(turns: readonly Turn[]): boolean {
  const last = turns.findLast(({ role }) => role === 'assistant');
  if (last === undefined || !last.content.some(({ type }) => type === 'tool_use')) return false;
  return last.content[0]?.type !== 'thinking' && last.content[0]?.type !== 'redacted_thinking';
}
