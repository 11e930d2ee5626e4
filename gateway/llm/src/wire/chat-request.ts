import { z } from 'zod';

/** More than any model answers, and few enough that no sum of their prices is beyond a safe integer. */
export const MAXIMUM_OUTPUT_TOKENS = 10_000_000;
/** What OpenAI makes at once. */
const MAXIMUM_CHOICES = 128;
const outputTokens = z.number().int().min(1).max(MAXIMUM_OUTPUT_TOKENS).nullish();

/** Text of a message; other part types (images, audio, files) go to vendors unread. */
const contentPart = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(contentPart)]);

const toolCall = z.looseObject({
  id: z.string(),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: content.nullish(),
  name: z.string().optional(),
  tool_calls: z.array(toolCall).max(256).optional(),
  tool_call_id: z.string().optional(),
});

const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().regex(/^[\w.:/-]{1,128}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: z.string(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().nullish(),
    }),
  }),
]);

/** How an answer is drawn: only the types are checked, since vendors allow different ranges. */
export const samplingFields = {
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_logprobs: z.number().int().nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  user: z.string().nullish(),
};

/**
 * Body of `POST /v1/chat/completions` as OpenAI defines it. Fields that this gateway does not read pass through
 * unchanged: a vendor may know more than we do.
 */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  messages: z.array(message).min(1).max(4096),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(tool).max(512).optional(),
  tool_choice: toolChoice.optional(),
  response_format: responseFormat.optional(),
  max_tokens: outputTokens,
  max_completion_tokens: outputTokens,
  n: z.number().int().min(1).max(MAXIMUM_CHOICES).nullish(),
  ...samplingFields,
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())], { error: 'neither a text nor a list of texts' }).nullish(),
  logprobs: z.boolean().nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  reasoning_effort: z.string().nullish(),
});

export type ChatRequest = z.infer<typeof chatRequestSchema>;
export type ChatMessage = ChatRequest['messages'][number];
export type ChatTool = NonNullable<ChatRequest['tools']>[number];

/** The text of a message's content; parts are joined by a blank line. */
export function messageText(of: ChatMessage): string {
  if (typeof of.content === 'string') return of.content;
  return (of.content ?? []).flatMap((part) => (part.text === undefined ? [] : [part.text])).join('\n\n');
}
