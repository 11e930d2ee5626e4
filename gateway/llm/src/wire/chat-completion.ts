import { z } from 'zod';

const nullableText = z.string().nullish();

const usageSchema = z.looseObject({
  prompt_tokens: z.number().int().nonnegative(),
  completion_tokens: z.number().int().nonnegative().default(0),
  total_tokens: z.number().int().nonnegative(),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.number().int().nonnegative().nullish() }).nullish(),
  completion_tokens_details: z.looseObject({ reasoning_tokens: z.number().int().nonnegative().nullish() }).nullish(),
});

export type Usage = z.infer<typeof usageSchema>;

const toolCallDelta = z.looseObject({
  /** Some vendors send none; `ToolCallIndexes` gives each its own. */
  index: z.number().int().nonnegative().nullish(),
  id: nullableText,
  function: z.looseObject({ name: nullableText, arguments: nullableText }).nullish(),
});

const chunkChoice = z.looseObject({
  index: z.number().int().default(0),
  delta: z
    .looseObject({ content: nullableText, refusal: nullableText, tool_calls: z.array(toolCallDelta).nullish() })
    .default({}),
  finish_reason: nullableText,
});

/** One `data:` of a streamed answer. Lenient where vendors differ, strict where a wrong shape would lose text. */
export const chatChunkSchema = z.looseObject({
  id: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  // TAS LLM Router opens with a chunk whose choices are null.
  choices: z
    .array(chunkChoice)
    .nullish()
    .transform((choices) => choices ?? []),
  usage: usageSchema.nullish(),
});

export type ChatChunk = z.infer<typeof chatChunkSchema>;

const choice = z.looseObject({
  index: z.number().int().default(0),
  message: z.looseObject({
    role: z.string().default('assistant'),
    content: nullableText,
    refusal: nullableText,
    tool_calls: z.array(z.looseObject({})).nullish(),
  }),
  finish_reason: z.string(),
});

/** An answer in one piece. */
export const chatCompletionSchema = z.looseObject({
  id: z.string().nullish(),
  created: z.number().nullish(),
  model: z.string().nullish(),
  choices: z.array(choice).min(1),
  usage: usageSchema.nullish(),
});

export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

/** Whether a reader of the stream has seen something: from here on no other attempt may take over. */
export function isVisible(chunk: ChatChunk): boolean {
  return chunk.choices.some(
    ({ delta }) => Boolean(delta.content) || Boolean(delta.refusal) || (delta.tool_calls?.length ?? 0) > 0,
  );
}
