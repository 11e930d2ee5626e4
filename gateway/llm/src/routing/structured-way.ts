import type { ChatChunk, ChatCompletion } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import type { Target } from './target.ts';

/** How a model is brought to answer by a JSON Schema. */
export type StructuredWay = 'native' | 'tool' | 'prompt';

/** Null = no schema is asked for. A forced tool call would shut out the caller's own tools: then the model is told the schema in words. */
export function structuredWay(
  { capabilities }: Pick<Target, 'capabilities'>,
  request: ChatRequest,
): StructuredWay | null {
  if (request.response_format?.type !== 'json_schema') return null;
  if (capabilities.includes('JSON_SCHEMA')) return 'native';
  return capabilities.includes('TOOLS') && (request.tools?.length ?? 0) === 0 ? 'tool' : 'prompt';
}

/** The request as it is sent in that way. */
export function structuredRequest(request: ChatRequest, way: StructuredWay | null): ChatRequest {
  const format = request.response_format;
  if (way === null || way === 'native' || format?.type !== 'json_schema') return request;
  const { response_format: _, ...rest } = request;
  const { name, schema } = format.json_schema;
  if (way === 'tool') {
    const call = { name: name.replaceAll(/[^\w-]/g, '_').slice(0, 64) || 'answer' };
    return {
      ...rest,
      tools: [{ type: 'function', function: { ...call, description: 'Gives the answer.', parameters: schema } }],
      tool_choice: { type: 'function', function: call },
    };
  }
  const order = `Answer with one JSON document that fits this JSON Schema, and nothing else:\n${JSON.stringify(schema)}`;
  return { ...rest, messages: [...request.messages, { role: 'system', content: order }] };
}

/** The call of the forced tool is the answer. */
export function structuredCompletion(completion: ChatCompletion, way: StructuredWay | null): ChatCompletion {
  if (way === 'prompt')
    return withEach(completion, (text) => text.replace(/^\s*```(?:json)?\s*\n([\s\S]*?)\n```\s*$/u, '$1'));
  if (way !== 'tool') return completion;
  return {
    ...completion,
    choices: completion.choices.map((choice) => {
      const [call] = choice.message.tool_calls ?? [];
      if (call === undefined) return choice;
      const { tool_calls: _, ...message } = choice.message;
      const { arguments: content } = call['function'] as { readonly arguments?: string };
      return { ...choice, message: { ...message, content: content ?? '' }, finish_reason: 'stop' };
    }),
  };
}

/** The same for one piece of a stream. */
export function structuredChunk(chunk: ChatChunk, way: StructuredWay | null): ChatChunk {
  if (way !== 'tool') return chunk;
  return {
    ...chunk,
    choices: chunk.choices.map((choice) => {
      const { tool_calls: calls, ...delta } = choice.delta;
      const content = (calls ?? []).map((call) => call.function?.arguments ?? '').join('');
      return {
        ...choice,
        delta: content === '' ? delta : { ...delta, content },
        finish_reason: choice.finish_reason === 'tool_calls' ? 'stop' : choice.finish_reason,
      };
    }),
  };
}

function withEach(completion: ChatCompletion, change: (text: string) => string): ChatCompletion {
  return {
    ...completion,
    choices: completion.choices.map((choice) => ({
      ...choice,
      message: { ...choice.message, content: choice.message.content == null ? null : change(choice.message.content) },
    })),
  };
}
