import { z } from 'zod';

/** Body of `POST /v1/embeddings`. Token arrays are not taken: they belong to one vendor's tokenizer. */
export const embeddingsRequestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.number().int().positive().optional(),
});

export type EmbeddingsRequest = z.infer<typeof embeddingsRequestSchema>;

export function embeddingInputs(request: EmbeddingsRequest): readonly string[] {
  return typeof request.input === 'string' ? [request.input] : request.input;
}

/** A vendor's answer; vectors as numbers or as base64 of little-endian 32-bit floats. */
export const embeddingsAnswerSchema = z.looseObject({
  data: z.array(
    z.looseObject({ index: z.number().int().nonnegative(), embedding: z.union([z.array(z.number()), z.base64()]) }),
  ),
  usage: z.looseObject({ prompt_tokens: z.number().int().nonnegative() }).nullish(),
});
