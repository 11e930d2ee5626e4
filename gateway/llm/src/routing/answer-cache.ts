import { createHash } from 'node:crypto';
import type { KeyValueStore } from '@aether/common/key-value';
import { ValidationError } from '@aether/common/service';
import { canonicalJson } from '@aether/schema';
import { type ChatCompletion, chatCompletionSchema } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';

const DEFAULT_SECONDS = 3600;
const MAXIMUM_SECONDS = 24 * 3600;
/** Characters of an answer; a longer one is not kept. */
const MAXIMUM_ANSWER = 256 * 1024;

/** Where one question's answer is kept, and for how long. */
export interface CachePlace {
  readonly key: string;
  readonly seconds: number;
}

/**
 * Answers to exactly the same question of the same tenant to the same model, for callers that ask for it. What is not part of the
 * question (who asks, whether it streams) is no part of the key; everything else is.
 */
export class AnswerCache {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /**
   * Null = the caller did not ask for it: header `x-aether-cache` is `on`, or `on; ttl=<seconds>`.
   * @throws ValidationError for another value
   */
  placeOf(header: string | null, tenantId: string | null, model: string, request: ChatRequest): CachePlace | null {
    if (header === null || header === 'off' || tenantId === null) return null;
    const [, ttl] = /^on(?:;\s*ttl=(\d{1,6}))?$/.exec(header) ?? [null, null];
    if (ttl === null)
      throw new ValidationError(
        ['x-aether-cache'],
        'on, on; ttl=<seconds> or off',
        JSON.stringify(header.slice(0, 50)),
      );
    const seconds = Math.min(MAXIMUM_SECONDS, Math.max(1, Number(ttl ?? DEFAULT_SECONDS)));
    const { stream: _, stream_options: __, user: ___, metadata: ____, ...question } = request;
    const hash = createHash('sha256')
      .update(canonicalJson(JSON.parse(JSON.stringify({ ...question, model }))))
      .digest('base64url');
    return { key: `${tenantId}:llm-answer:${hash}`, seconds };
  }

  async get({ key }: CachePlace): Promise<ChatCompletion | null> {
    const text = await this.#store.get(key).catch(() => null);
    if (text === null) return null;
    const parsed = chatCompletionSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  }

  /** Only whole answers: one that was cut or withheld may be whole the next time. A store that is away keeps nothing. */
  async set({ key, seconds }: CachePlace, completion: ChatCompletion): Promise<void> {
    if (!completion.choices.every(({ finish_reason: reason }) => reason === 'stop' || reason === 'tool_calls')) return;
    const text = JSON.stringify({ choices: completion.choices, usage: completion.usage });
    if (text.length <= MAXIMUM_ANSWER)
      await this.#store.set(key, text, { ttlMs: seconds * 1000 }).catch(() => undefined);
  }
}
