import { z } from 'zod';

/** As many as OpenAI takes in one request. */
const MAXIMUM_INPUTS = 2048;
/** Of one input: more than the window of any model for vectors. */
const MAXIMUM_TOKENS = 131_072;
/** Of all token arrays of one request, as OpenAI has it. */
const MAXIMUM_TOKENS_OF_ALL = 300_000;

const text = z.string().min(1);
/** What a client has made of a text with the tokenizer of one vendor. */
const tokens = z.array(z.number().int().nonnegative()).min(1).max(MAXIMUM_TOKENS);
const input = z
  .union([text, tokens, z.array(text).min(1).max(MAXIMUM_INPUTS), z.array(tokens).min(1).max(MAXIMUM_INPUTS)], {
    error: `something that is no text, no list of up to ${MAXIMUM_INPUTS} texts and no tokens (whole numbers, or lists of them), or an empty one`,
  })
  .transform((of): readonly EmbeddingInput[] => (isOne(of) ? [of] : of))
  .refine(
    (inputs) =>
      inputs.reduce((sum, one) => sum + (typeof one === 'string' ? 0 : one.length), 0) <= MAXIMUM_TOKENS_OF_ALL,
    { error: `more than ${MAXIMUM_TOKENS_OF_ALL} tokens` },
  );

/** A text, or its tokens. */
export type EmbeddingInput = string | readonly number[];

function isOne(of: string | number[] | string[] | number[][]): of is string | number[] {
  return typeof of === 'string' || typeof of[0] === 'number';
}

/** Body of `POST /v1/embeddings`. Which vendors take tokens, they say themselves. */
export const embeddingsRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  input,
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.number().int().positive().optional(),
});

/** A vendor's answer; vectors as numbers or as base64 of little-endian 32-bit floats. */
export const embeddingsAnswerSchema = z.looseObject({
  data: z.array(
    z.looseObject({ index: z.number().int().nonnegative(), embedding: z.union([z.array(z.number()), z.base64()]) }),
  ),
  usage: z.looseObject({ prompt_tokens: z.number().int().nonnegative() }).nullish(),
});
