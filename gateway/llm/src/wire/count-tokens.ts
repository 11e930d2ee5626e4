import type { Usage } from './chat-completion.ts';
import { type ChatMessage, type ChatRequest, messageText } from './chat-request.ts';
import type { EmbeddingInput } from './embeddings-request.ts';

/** Words up to this length count as one token; each further stretch of it as one more. */
const LETTERS_PER_TOKEN = 6;
/** What the wire format adds around each message. */
const TOKENS_PER_MESSAGE = 4;
/**
 * A picture of 1024 × 1024 pixels, and one of `detail: low` whatever its size, as OpenAI counts them (guide "Images and vision",
 * calculating costs). Others count up to twice as much: rates are settled by what the vendor tells.
 */
const PICTURE = { usual: 765, low: 85 } as const;

/**
 * Tokens of a text by a simple estimate: one for each mark, one per begun six letters of a word. Close to common
 * tokenizers for European languages (±15 %), and the exact truth for the built-in models, which have no other.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu))
    tokens += Math.ceil(piece.length / LETTERS_PER_TOKEN);
  return tokens;
}

/** Tokens of what vectors are made of; a client may have counted them. */
export function countInputTokens(inputs: readonly EmbeddingInput[]): number {
  return inputs.reduce((sum, input) => sum + (typeof input === 'string' ? countTokens(input) : input.length), 0);
}

/** Tokens of a whole prompt, tool definitions, schemas and pictures included. */
export function countPromptTokens(request: ChatRequest): number {
  const messages = request.messages.reduce((sum, message) => {
    const calls = message.tool_calls === undefined ? 0 : countTokens(JSON.stringify(message.tool_calls));
    return sum + TOKENS_PER_MESSAGE + countTokens(messageText(message)) + pictureTokens(message) + calls;
  }, 0);
  const tools = request.tools === undefined ? 0 : countTokens(JSON.stringify(request.tools));
  const format =
    request.response_format?.type === 'json_schema' ? countTokens(JSON.stringify(request.response_format)) : 0;
  return messages + tools + format;
}

function pictureTokens({ content }: ChatMessage): number {
  if (!Array.isArray(content)) return 0;
  return content.reduce((sum, { type, image_url: image }) => {
    if (type !== 'image_url') return sum;
    const isLow = typeof image === 'object' && image !== null && 'detail' in image && image.detail === 'low';
    return sum + (isLow ? PICTURE.low : PICTURE.usual);
  }, 0);
}

/** The usage of an answer whose vendor tells none, and of the built-in models. */
export function estimateUsage(request: ChatRequest, answer: string): Usage {
  const prompt = countPromptTokens(request);
  const completion = countTokens(answer);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
