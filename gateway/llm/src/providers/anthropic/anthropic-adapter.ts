import type { HttpAnswer } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError } from '../../provider-errors.ts';
import type { ChatChunk, ChatCompletion } from '../../wire/chat-completion.ts';
import type { ChatRequest } from '../../wire/chat-request.ts';
import { askVendor, type VendorConnection } from '../ask-vendor.ts';
import { describeModel } from '../describe-model.ts';
import { requireSameModel, sameModelOnly } from '../require-same-model.ts';
import type { EmbeddingsAnswer, ModelDescription, ProviderAdapter } from '../provider-adapter.ts';
import { readJsonAnswer } from '../read-json-answer.ts';
import type { SseLimits } from '../sse-events.ts';
import { guardStream } from '../stream-guard.ts';
import { type ProviderTimeouts, Watchdog } from '../watchdog.ts';
import { fromMessage, messageSchema } from './from-message.ts';
import { MessageEvents } from './message-events.ts';
import { messagesRequest } from './messages-request.ts';

export interface AnthropicOptions extends VendorConnection {
  readonly slug: string;
  readonly timeouts: ProviderTimeouts;
  readonly limits: SseLimits;
}

/** Version of the Messages API that this adapter speaks. */
const VERSION = '2023-06-01';

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

  #send(facts: ProviderFacts, watchdog: Watchdog, path: string, body: object | null): Promise<HttpAnswer> {
    const headers = (apiKey: string) => ({ 'x-api-key': apiKey, 'anthropic-version': VERSION });
    return askVendor(this.#options, { path, headers, body }, watchdog, facts);
  }
}
