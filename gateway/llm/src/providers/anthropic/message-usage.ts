import { z } from 'zod';
import type { Usage } from '../../wire/chat-completion.ts';

const tokens = z.number().int().nonnegative().nullish();

export const messageUsageSchema = z.looseObject({
  input_tokens: tokens,
  output_tokens: tokens,
  cache_creation_input_tokens: tokens,
  cache_read_input_tokens: tokens,
});

export type MessageUsage = z.infer<typeof messageUsageSchema>;

/** Anthropic counts what it read from its cache, and wrote to it, beside the input; OpenAI counts both within it. */
export function toUsage(usage: MessageUsage): Usage {
  const read = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  const prompt = (usage.input_tokens ?? 0) + read + written;
  const completion = usage.output_tokens ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: read, cache_creation_tokens: written },
  };
}
