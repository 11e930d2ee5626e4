import { type Clock, PlatformError } from '@aether/common/service';
import OpenAI, { APIConnectionError, APIError, type APIPromise } from 'openai';
import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError, ProviderUnavailableError } from '../errors.ts';
import { type ChatChunk, type ChatCompletion, chatCompletionSchema } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countTokens } from '../wire/count-tokens.ts';
import { embeddingsAnswerSchema } from '../wire/embeddings-request.ts';
import { decodeVector } from '../wire/vector-encoding.ts';
import { describeModel } from './describe-model.ts';
import type { EmbeddingsAnswer, EmbeddingsCall, ModelDescription, ProviderAdapter } from './provider-adapter.ts';
import { readJsonAnswer } from './read-json-answer.ts';
import { guardStream } from './stream-guard.ts';
import type { SseLimits } from './sse-events.ts';
import { retryAfterMs, vendorFault } from './vendor-fault.ts';
import { type ProviderTimeouts, Watchdog } from './watchdog.ts';

export interface OpenAiCompatibleOptions {
  readonly slug: string;
  readonly baseUrl: string;
  /** Asked for at each call, so that no plaintext key is kept longer than the call. */
  readonly apiKey: () => Promise<string>;
  /** Network access: the global one for operators' own URLs, the SSRF-safe one for tenants'. */
  readonly fetch: typeof fetch;
  readonly timeouts: ProviderTimeouts;
  readonly limits: SseLimits;
  readonly clock: Clock;
}

const modelListSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

/** Any vendor that speaks the OpenAI protocol, through the `openai` SDK; what comes back is read by our own guard. */
export class OpenAiCompatibleAdapter implements ProviderAdapter {
  readonly slug: string;
  readonly #options: OpenAiCompatibleOptions;
  readonly #client: OpenAI;

  constructor(options: OpenAiCompatibleOptions) {
    this.slug = options.slug;
    this.#options = options;
    // maxRetries 0: exactly one layer retries, and it is the router. The SDK's own timeout is the outer limit only.
    this.#client = new OpenAI({
      baseURL: options.baseUrl,
      apiKey: options.apiKey,
      maxRetries: 0,
      timeout: options.timeouts.totalMs,
      fetch: options.fetch,
    });
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const facts = { provider: this.slug, model: request.model };
    const body = { ...request, stream: false, stream_options: undefined };
    const json = await this.#json(facts, signal, (options) =>
      this.#client.post('/chat/completions', { ...options, body }),
    );
    const answer = chatCompletionSchema.safeParse(json);
    if (!answer.success) throw new ProviderInvalidError(facts, 'a chat completion', z.prettifyError(answer.error));
    return answer.data;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk> {
    const facts = { provider: this.slug, model: request.model };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const body = { ...request, stream: true, stream_options: { ...request.stream_options, include_usage: true } };
    const response = await this.#response(facts, watchdog, (options) =>
      this.#client.post('/chat/completions', { ...options, body, stream: true }),
    );
    yield* guardStream(response, watchdog, this.#options.limits, facts);
  }

  async embed(call: EmbeddingsCall, signal: AbortSignal): Promise<EmbeddingsAnswer> {
    const facts = { provider: this.slug, model: call.model };
    const body = {
      model: call.model,
      input: call.inputs,
      encoding_format: 'base64',
      ...(call.dimensions === null ? {} : { dimensions: call.dimensions }),
    };
    const json = await this.#json(facts, signal, (options) => this.#client.post('/embeddings', { ...options, body }));
    const answer = embeddingsAnswerSchema.safeParse(json);
    if (!answer.success) throw new ProviderInvalidError(facts, 'embeddings', z.prettifyError(answer.error));
    if (answer.data.data.length !== call.inputs.length)
      throw new ProviderInvalidError(facts, `${call.inputs.length} vectors`, String(answer.data.data.length));
    const vectors = answer.data.data
      .toSorted((left, right) => left.index - right.index)
      .map(({ embedding }) => (typeof embedding === 'string' ? decodeVector(embedding) : Float32Array.from(embedding)));
    return {
      vectors,
      promptTokens: answer.data.usage?.prompt_tokens ?? call.inputs.reduce((sum, text) => sum + countTokens(text), 0),
    };
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelDescription[]> {
    const facts = { provider: this.slug };
    const json = await this.#json(facts, signal, (options) => this.#client.get('/models', options));
    const list = modelListSchema.safeParse(json);
    if (!list.success) throw new ProviderInvalidError(facts, 'a list of models', z.prettifyError(list.error));
    return list.data.data.map(({ id }) => describeModel(id));
  }

  async #json(facts: ProviderFacts, signal: AbortSignal, send: Send): Promise<unknown> {
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#response(facts, watchdog, send);
    return readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
  }

  async #response(facts: ProviderFacts, watchdog: Watchdog, send: Send): Promise<Response> {
    try {
      return await send({ signal: watchdog.signal }).asResponse();
    } catch (error) {
      throw watchdog.reason() ?? this.#fault(error, facts);
    }
  }

  #fault(error: unknown, facts: ProviderFacts): Error {
    const own = platformErrorIn(error);
    if (own !== null) return own;
    if (error instanceof APIConnectionError)
      return new ProviderUnavailableError(facts, connectionReason(error), { cause: error });
    if (error instanceof APIError) {
      const wait = error.headers instanceof Headers ? retryAfterMs(error.headers, this.#options.clock.now()) : null;
      return vendorFault(
        {
          status: error.status ?? null,
          code: error.code ?? error.type ?? null,
          message: error.message,
          retryAfterMs: wait,
        },
        facts,
        error,
      );
    }
    return new ProviderUnavailableError(facts, 'the request could not be sent', { cause: error });
  }
}

type Send = (options: { readonly signal: AbortSignal }) => APIPromise<unknown>;

/** What our own parts refused under the SDK's error, finally: an address that is not public, a credential that does not open. */
function platformErrorIn(error: unknown): PlatformError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof PlatformError && !cause.retryable) return cause;
  return null;
}

/** The system's own code (ECONNREFUSED, ENOTFOUND …) lies two causes deep under the SDK's error. */
function connectionReason(error: Error): string {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return `no connection (${cause.code})`;
  }
  return 'no connection';
}
