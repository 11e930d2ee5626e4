import { ValidationError } from '@aether/common/service';
import { z } from 'zod';
import {
  type ChatMessage,
  type ChatRequest,
  chatRequestSchema,
  MAXIMUM_OUTPUT_TOKENS,
  samplingFields,
} from './chat-request.ts';
import { validBody } from './valid-body.ts';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });

const item = z.union([
  z.looseObject({
    type: z.literal('message').optional(),
    role: z.enum(['system', 'developer', 'user', 'assistant']),
    content: z.union([z.string(), z.array(part)]),
  }),
  z.looseObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.looseObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.union([z.string(), z.array(part)]),
  }),
  // Thoughts of an earlier answer: another vendor could not read them, so they are not sent on.
  z.looseObject({ type: z.literal('reasoning') }),
]);

const tool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});

const format = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
  }),
]);

/** Body of `POST /v1/responses` as OpenAI defines it, as far as it needs no state of the server. */
export const responsesRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  input: z.union([z.string().min(1), z.array(item).min(1).max(4096)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  tools: z.array(tool).max(512).nullish(),
  tool_choice: z
    .union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.literal('function'), name: z.string() })])
    .nullish(),
  text: z.looseObject({ format: format.nullish() }).nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  max_output_tokens: z.number().int().positive().max(MAXIMUM_OUTPUT_TOKENS).nullish(),
  ...samplingFields,
  previous_response_id: z.string().nullish(),
  conversation: z.unknown().optional(),
  background: z.boolean().nullish(),
});

export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

/** Fields that mean the same in both forms. */
const SHARED = ['temperature', 'top_p', 'parallel_tool_calls', 'metadata', 'user', 'prompt_cache_key'] as const;

/**
 * The same question to the same model as a chat request.
 * @throws ValidationError for what needs a conversation kept by the server, or a tool that a vendor runs itself
 */
export function toChatRequest(request: ResponsesRequest): ChatRequest {
  for (const field of ['previous_response_id', 'conversation', 'background'] as const)
    if (request[field])
      throw new ValidationError(
        [field],
        'nothing: no answer is kept here',
        'a value',
        'Send the whole conversation as `input`.',
      );
  const tools = (request.tools ?? []).map(toChatTool);
  const { tool_choice: choice, text, reasoning } = request;
  return validBody(chatRequestSchema, {
    model: request.model,
    messages: [
      ...(request.instructions ? [{ role: 'system', content: request.instructions }] : []),
      ...messagesOf(request.input),
    ],
    stream: request.stream,
    ...(tools.length === 0 ? {} : { tools }),
    ...(choice == null
      ? {}
      : { tool_choice: typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } } }),
    ...(text?.format == null ? {} : { response_format: toResponseFormat(text.format) }),
    ...(reasoning?.effort == null ? {} : { reasoning_effort: reasoning.effort }),
    ...(request.max_output_tokens == null ? {} : { max_completion_tokens: request.max_output_tokens }),
    ...Object.fromEntries(SHARED.flatMap((field) => (request[field] == null ? [] : [[field, request[field]]]))),
  });
}

function messagesOf(input: ResponsesRequest['input']): readonly ChatMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const messages: ChatMessage[] = [];
  for (const entry of input) {
    if (entry.type === 'reasoning') continue;
    if (entry.type === 'function_call_output') {
      messages.push({ role: 'tool', tool_call_id: entry.call_id, content: textOf(entry.output) });
    } else if (entry.type === 'function_call') {
      const call = {
        id: entry.call_id,
        type: 'function' as const,
        function: { name: entry.name, arguments: entry.arguments },
      };
      const last = messages.at(-1);
      // Calls of one turn belong to one message, with the text before them.
      if (last?.role === 'assistant') last.tool_calls = [...(last.tool_calls ?? []), call];
      else messages.push({ role: 'assistant', content: null, tool_calls: [call] });
    } else {
      const { role, content } = entry;
      messages.push({ role, content: typeof content === 'string' ? content : content.map(toChatPart) });
    }
  }
  return messages;
}

function textOf(output: string | readonly z.infer<typeof part>[]): string {
  return typeof output === 'string' ? output : output.map(({ text }) => text ?? '').join('\n\n');
}

function toChatPart(of: z.infer<typeof part>): z.infer<typeof part> {
  if (of.type === 'input_text' || of.type === 'output_text') return { type: 'text', text: of.text ?? '' };
  if (of.type === 'input_image')
    return { type: 'image_url', image_url: { url: of['image_url'], detail: of['detail'] } };
  if (of.type === 'input_file') return { type: 'file', file: { file_data: of['file_data'], filename: of['filename'] } };
  return of;
}

function toChatTool({ type, name, description, parameters, strict }: z.infer<typeof tool>, index: number): object {
  if (type !== 'function' || name === undefined)
    throw new ValidationError(
      ['tools', String(index), 'type'],
      'function',
      type,
      'Tools that a vendor runs itself are not offered; connect a tool server and give its tools to an agent.',
    );
  return {
    type: 'function',
    function: {
      name,
      ...(description == null ? {} : { description }),
      ...(parameters == null ? {} : { parameters }),
      ...(strict == null ? {} : { strict }),
    },
  };
}

function toResponseFormat(of: z.infer<typeof format>): object {
  if (of.type !== 'json_schema') return of;
  const { name, schema, strict } = of;
  return { type: 'json_schema', json_schema: { name, schema, ...(strict == null ? {} : { strict }) } };
}
