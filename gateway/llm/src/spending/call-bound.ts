import { CACHE_WRITE, priceOfUsage, tablePrices } from '../prices/price-of-usage.ts';
import { wholeCost } from '../prices/whole-cost.ts';
import type { Target } from '../routing/target.ts';
import type { ChatRequest } from '../wire/chat-request.ts';

/** What bounds the tokens of a call. */
export interface CallBound {
  readonly promptTokens: number;
  /** Of all answers together. */
  readonly outputTokens: number;
  /** The caller set none, or two: the request is sent with this one alone, for what is reserved to be the most. */
  readonly outputLimit: number | null;
}

/** Of a caller that names no limit. */
const USUAL_OUTPUT = 8192;
/** No vendor counts more for one picture. */
const PICTURE = 50_000;
/** Of a file, or a picture by its address, whose bytes say nothing of its tokens, at a model whose window is not known. */
const LARGEST_WINDOW = 1_000_000;
/** Beyond this some prices of the table grow. */
const LONG_CONTEXT = 128_000;
/** No vendor counts more for one image or one part of a speech. */
const MEDIA_TOKENS = 8192;
/** No codec says in fewer bytes what a vendor counts as one token of sound, or writes down as one of text. */
const SOUND_BYTES = 16;
const PER_MILLION = 1_000_000;

/** A token is at least one byte, so no text has more tokens than bytes. */
export function chatBound(target: Target, chat: ChatRequest): CallBound {
  const limits = [chat.max_completion_tokens, chat.max_tokens].filter((limit) => limit != null);
  const most =
    limits.length === 0 ? Math.min(USUAL_OUTPUT, target.maximumOutputTokens ?? Infinity) : Math.max(...limits);
  // A vendor reads fields that we do not.
  const bytes = Buffer.byteLength(JSON.stringify(chat));
  const parts = chat.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const pictures = parts.filter(({ type }) => type === 'image_url').length;
  const isOpen = parts.some(({ type }) => type !== 'text' && type !== 'image_url' && type !== 'refusal');
  const prompt = bytes + pictures * PICTURE + (isOpen ? LARGEST_WINDOW : 0);
  return {
    promptTokens: Math.min(prompt, target.contextWindow ?? Infinity),
    outputTokens: (chat.n ?? 1) * most,
    outputLimit: limits.length === 1 ? null : most,
  };
}

/** What is made of so many bytes of text, in as many pieces. */
export function mediaBound(bytes: number, pieces: number): CallBound {
  return { promptTokens: bytes, outputTokens: pieces * MEDIA_TOKENS, outputLimit: null };
}

/** What is written down of a sound of so many bytes. */
export function soundBound(bytes: number): CallBound {
  const tokens = Math.max(MEDIA_TOKENS, Math.ceil(bytes / SOUND_BYTES));
  return { promptTokens: tokens, outputTokens: tokens, outputLimit: null };
}

/** The most that a call may cost, in nano-US-dollars; null = its price is not known. */
export function mostOf(target: Target, { promptTokens, outputTokens }: CallBound, now: Date): number | null {
  if (target.builtIn) return 0;
  const own = target.prices;
  const isOwn = own !== null && (own.validFrom === null || own.validFrom <= now.getTime());
  const prices = isOwn ? own : tablePrices(target.provider.baseUrl, target.name, now);
  if (prices === null || (prices.outputPerMillion === null && outputTokens > 0)) return null;
  // What a vendor writes to its cache costs more than what it only reads.
  const prompt = promptTokens * prices.inputPerMillion * CACHE_WRITE;
  const even = wholeCost(Math.ceil((prompt + outputTokens * (prices.outputPerMillion ?? 0)) / PER_MILLION));
  if (even === null) return null;
  if (isOwn || promptTokens <= LONG_CONTEXT) return even;
  const usage = { prompt_tokens: promptTokens, completion_tokens: outputTokens, total_tokens: 0 };
  return Math.max(even, priceOfUsage(target, usage, now).costNanoUsd ?? 0);
}
