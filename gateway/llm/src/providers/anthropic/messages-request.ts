import { ValidationError } from '@aether/common/service';
import type { ChatRequest } from '../../wire/chat-request.ts';
import type { AdaptedRequest } from '../adapt-request.ts';
import { type Block, systemBlocks, type Turn, turnsOf } from './message-blocks.ts';
import { strictSchema } from './strict-schema.ts';
import { thinkingOf } from './thinking-of.ts';

/** The API wants a limit with each request; this one fits every model since Claude 3.5. */
const USUAL_TOKENS = 8192;
const CLAUDE_3_TOKENS = 4096;
const IGNORED = ['seed', 'logprobs', 'top_logprobs', 'logit_bias', 'presence_penalty', 'frequency_penalty'] as const;
const CACHED = { cache_control: { type: 'ephemeral' } } as const;

export interface MessagesRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly ignored: AdaptedRequest['ignored'];
}

/**
 * A chat request as Anthropic's Messages API takes it (docs.anthropic.com/en/api/messages). Tools and instructions are
 * marked for the prompt cache, and the conversation as soon as it has a second turn: from then on it is read again.
 * @throws ValidationError for what this vendor cannot do
 */
export function messagesRequest(request: ChatRequest): MessagesRequest {
  if (request['n'] != null && request['n'] !== 1)
    throw new ValidationError(['n'], '1, since this provider makes one choice', String(request['n']));
  const turns = turnsOf(request.messages);
  const given = numberIn(request, 'max_completion_tokens') ?? numberIn(request, 'max_tokens');
  const usual = /claude-3-(?:haiku|opus|sonnet)/.test(request.model) ? CLAUDE_3_TOKENS : USUAL_TOKENS;
  const thinking = thinkingOf(request, turns, given, usual);
  const { fields: sampling, ignored } = samplingOf(request, thinking !== null);
  const system = cachedLast(systemBlocks(request.messages));
  const format = formatOf(request);
  const body = {
    model: request.model,
    max_tokens: thinking?.maximumTokens ?? given ?? usual,
    ...(system.length === 0 ? {} : { system }),
    messages: cachedConversation(turns),
    ...toolsOf(request),
    ...sampling,
    ...thinking?.fields,
    ...(format === null ? {} : { output_config: { ...outputConfig(thinking?.fields), format } }),
    ...(typeof request['user'] === 'string' ? { metadata: { user_id: request['user'] } } : {}),
    ...(request.stream === true ? { stream: true } : {}),
  };
  const unmet = request['reasoning_effort'] != null && request['reasoning_effort'] !== 'none' && thinking === null;
  return {
    body,
    ignored: [
      ...IGNORED.filter((field) => request[field] != null),
      ...ignored,
      ...(unmet ? ['reasoning_effort'] : []),
      ...(request.response_format?.type === 'json_object' ? ['response_format'] : []),
    ],
  };
}

/** Temperature reaches to 1 here, not to 2; while a model thinks it takes none, and never two ways of sampling at once. */
function samplingOf(
  request: ChatRequest,
  thinks: boolean,
): { readonly fields: object; readonly ignored: readonly string[] } {
  const temperature = numberIn(request, 'temperature');
  const topP = numberIn(request, 'top_p');
  const stop = request['stop'];
  const fields = {
    ...(temperature === null || thinks ? {} : { temperature: Math.min(1, temperature) }),
    ...(topP === null || thinks || temperature !== null ? {} : { top_p: topP }),
    ...(stop == null ? {} : { stop_sequences: [stop].flat() }),
  };
  const ignored = [
    ...(temperature !== null && (thinks || temperature > 1) ? ['temperature'] : []),
    ...(topP !== null && (thinks || temperature !== null) ? ['top_p'] : []),
  ];
  return { fields, ignored };
}

function toolsOf(request: ChatRequest): object {
  if (request.tools === undefined || request.tools.length === 0) return {};
  const tools = request.tools.map(({ function: { name, description, parameters } }) => ({
    type: 'custom',
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: parameters ?? { type: 'object', properties: {} },
  }));
  return { tools: cachedLast(tools), tool_choice: toolChoice(request) };
}

function toolChoice({ tool_choice: choice, ...request }: ChatRequest): object {
  if (choice === 'none') return { type: 'none' };
  const alone = request['parallel_tool_calls'] === false ? { disable_parallel_tool_use: true } : {};
  if (typeof choice === 'object') return { type: 'tool', name: choice.function.name, ...alone };
  return { type: choice === 'required' ? 'any' : 'auto', ...alone };
}

function formatOf({ response_format: format }: ChatRequest): object | null {
  return format?.type === 'json_schema'
    ? { type: 'json_schema', schema: strictSchema(format.json_schema.schema) }
    : null;
}

function outputConfig(fields: Readonly<Record<string, unknown>> | undefined): object {
  return typeof fields?.['output_config'] === 'object' ? { ...fields['output_config'] } : {};
}

function cachedConversation(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1);
  if (last === undefined || !turns.some(({ role }) => role === 'assistant')) return turns;
  return [...turns.slice(0, -1), { ...last, content: cachedLast(last.content) }];
}

function cachedLast<Of extends Block>(blocks: readonly Of[]): readonly Block[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, ...CACHED } : block));
}

function numberIn(request: ChatRequest, field: string): number | null {
  const value = request[field];
  return typeof value === 'number' ? value : null;
}
