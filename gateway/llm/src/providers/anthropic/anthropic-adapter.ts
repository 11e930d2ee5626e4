import { type Clock, ValidationError } from '@aether/common/service';
import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError } from '../../provider-errors.ts';
import type { ChatChunk, ChatCompletion } from '../../wire/chat-completion.ts';
import type { ChatRequest } from '../../wire/chat-request.ts';
import { connectionFault } from '../connection-fault.ts';
import { describeModel } from '../describe-model.ts';
import { requireSameModel, sameModelOnly } from '../require-same-model.ts';
import type { EmbeddingsAnswer, ModelDescription, ProviderAdapter } from '../provider-adapter.ts';
import { readJsonAnswer } from '../read-json-answer.ts';
import type { SseLimits } from '../sse-events.ts';
import { guardStream } from '../stream-guard.ts';
import { retryAfterMs, vendorFault } from '../vendor-fault.ts';
import { type ProviderTimeouts, Watchdog } from '../watchdog.ts';
import { fromMessage, messageSchema } from './from-message.ts';
import { MessageEvents } from './message-events.ts';
import { messagesRequest } from './messages-request.ts';

export interface AnthropicOptions {
  readonly slug: string;
  readonly baseUrl: string;
  /** Asked for at each call, so that no plaintext key is kept longer than the call. */
  readonly apiKey: () => Promise<string>;
  readonly fetch: typeof fetch;
  readonly timeouts: ProviderTimeouts;
  readonly limits: SseLimits;
  readonly clock: Clock;
}

/** Version of the Messages API that this adapter speaks. */
const VERSION = '2023-06-01';

const failureSchema = z.looseObject({
  error: z.looseObject({ type: z.string().nullish(), message: z.string().default('an error without a message') }),
});
const modelListSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

/** Anthropic over its own Messages API: the compatible one has no prompt caching, no signed thinking, no schemas. */
export class AnthropicAdapter implements ProviderAdapter {
  readonly slug: string;
  readonly #options: AnthropicOptions;

  constructor(options: AnthropicOptions) {
    this.slug = options.slug;
    this.#options = options;
  }

  ignoredFields(request: ChatRequest): readonly string[] {
    return messagesRequest(request).ignored;
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const facts = { provider: this.slug, model: request.model };
    const { body } = messagesRequest({ ...request, stream: false });
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#send(facts, watchdog, '/messages', body);
    const json = await readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
    const message = messageSchema.safeParse(json);
    if (!message.success) throw new ProviderInvalidError(facts, 'a message', z.prettifyError(message.error));
    requireSameModel(facts, message.data.model);
    return fromMessage(message.data);
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk> {
    const facts = { provider: this.slug, model: request.model };
    const { body } = messagesRequest({ ...request, stream: true });
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#send(facts, watchdog, '/messages', body);
    const events = new MessageEvents(facts);
    yield* sameModelOnly(guardStream(response, watchdog, this.#options.limits, facts, events.read), facts);
  }

  async embed(): Promise<EmbeddingsAnswer> {
    throw new ValidationError(['model'], 'a model for embeddings, which this provider has none of', this.slug);
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelDescription[]> {
    const facts = { provider: this.slug };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#send(facts, watchdog, '/models?limit=1000', null);
    const json = await readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
    const list = modelListSchema.safeParse(json);
    if (!list.success) throw new ProviderInvalidError(facts, 'a list of models', z.prettifyError(list.error));
    return list.data.data.map((entry) => describeModel(entry.id, entry));
  }

  async #send(facts: ProviderFacts, watchdog: Watchdog, path: string, body: object | null): Promise<Response> {
    const { baseUrl, apiKey, fetch, clock } = this.#options;
    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: {
          'x-api-key': await apiKey(),
          'anthropic-version': VERSION,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: watchdog.signal,
      });
    } catch (error) {
      throw watchdog.reason() ?? connectionFault(error, facts);
    }
    if (response.ok) return response;
    const told = failureSchema.safeParse(await response.json().catch(() => null));
    throw vendorFault(
      {
        status: response.status,
        code: (told.success ? told.data.error.type : null) ?? null,
        message: told.success ? told.data.error.message : 'no reason was given',
        retryAfterMs: retryAfterMs(response.headers, clock.now()),
        isRefusal: true,
      },
      facts,
    );
  }
}
