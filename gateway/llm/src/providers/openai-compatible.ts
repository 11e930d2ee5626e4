import type { Clock } from '@aether/common/service';
import OpenAI, { APIConnectionError, APIError, type APIPromise } from 'openai';
import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError } from '../provider-errors.ts';
import { type ChatChunk, type ChatCompletion, chatCompletionSchema } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countTokens } from '../wire/count-tokens.ts';
import { embeddingsAnswerSchema } from '../wire/embeddings-request.ts';
import { decodeVector } from '../wire/vector-encoding.ts';
import { adaptRequest } from './adapt-request.ts';
import { chunksOfCompletion } from './chunks-of-completion.ts';
import { connectionFault } from './connection-fault.ts';
import { describeModel } from './describe-model.ts';
import type {
  EmbeddingsAnswer,
  EmbeddingsCall,
  MediaAnswer,
  MediaCall,
  ModelDescription,
  ProviderAdapter,
} from './provider-adapter.ts';
import type { ProviderQuirks } from './provider-quirks.ts';
import { readJsonAnswer } from './read-json-answer.ts';
import { readMediaAnswer } from './read-media-answer.ts';
import { requireSameModel, sameModelOnly } from './require-same-model.ts';
import { guardStream } from './stream-guard.ts';
import type { SseLimits } from './sse-events.ts';
import { tasCapabilitiesSchema, tasModels } from './tas-capabilities.ts';
import { ToolCallIndexes } from './tool-call-indexes.ts';
import { retryAfterMs, vendorFault } from './vendor-fault.ts';
import { type ProviderTimeouts, Watchdog } from './watchdog.ts';

export interface OpenAiCompatibleOptions {
  readonly slug: string;
  readonly baseUrl: string;
  /** Asked for at each call, so that no plaintext key is kept longer than the call. */
  readonly apiKey: () => Promise<string>;
  readonly quirks: ProviderQuirks;
  /** Network access: the global one for operators' own URLs, the SSRF-safe one for tenants'. */
  readonly fetch: typeof fetch;
  readonly timeouts: ProviderTimeouts;
  readonly limits: SseLimits;
  readonly clock: Clock;
}

const MEDIA = {
  IMAGES: { path: '/images/generations', expected: 'application/json', accepts: /^application\/json/ },
  SPEECH: { path: '/audio/speech', expected: 'a sound', accepts: /^audio\/|^application\/octet-stream/ },
  TRANSCRIPTION: {
    path: '/audio/transcriptions',
    expected: 'JSON or text',
    accepts: /^application\/json|^text\/(?!html)/,
  },
} as const;

const modelListSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

/** Any vendor that speaks the OpenAI protocol, through the `openai` SDK; what comes back is read by our own guard. */
export class OpenAiCompatibleAdapter implements ProviderAdapter {
  readonly slug: string;
  readonly tellsCost: boolean;
  readonly #options: OpenAiCompatibleOptions;
  readonly #client: OpenAI;

  constructor(options: OpenAiCompatibleOptions) {
    this.slug = options.slug;
    this.tellsCost = options.quirks.tellsCost;
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

  ignoredFields(request: ChatRequest): readonly string[] {
    return adaptRequest(request, this.#options.quirks).ignored;
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const facts = { provider: this.slug, model: request.model };
    const body = { ...adaptRequest(request, this.#options.quirks).body, stream: false, stream_options: undefined };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#response(facts, watchdog, (options) =>
      this.#client.post('/chat/completions', { ...options, body }),
    );
    return this.#whole(response, watchdog, facts);
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk> {
    const facts = { provider: this.slug, model: request.model };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const { quirks, limits } = this.#options;
    const usage = { ...request.stream_options, include_usage: true };
    const { body } = adaptRequest({ ...request, stream: true, stream_options: usage }, quirks);
    const response = await this.#response(facts, watchdog, (options) =>
      this.#client.post('/chat/completions', { ...options, body, stream: true }),
    );
    if (quirks.streamsOrNot && isJson(response)) {
      yield* chunksOfCompletion(await this.#whole(response, watchdog, facts));
      return;
    }
    this.#requireSameModel(facts, response, null);
    const indexes = new ToolCallIndexes();
    const chunks = guardStream(response, watchdog, limits, facts);
    for await (const chunk of quirks.namesDeployments ? chunks : sameModelOnly(chunks, facts))
      yield indexes.apply(chunk);
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

  async media({ capability, model, body }: MediaCall, signal: AbortSignal): Promise<MediaAnswer> {
    const facts = { provider: this.slug, model };
    const form = MEDIA[capability];
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#response(facts, watchdog, (options) =>
      this.#client.post(form.path, { ...options, body }),
    );
    return readMediaAnswer(response, form, watchdog, this.#options.limits.totalBytes, facts);
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelDescription[]> {
    const facts = { provider: this.slug };
    if (this.#options.quirks.listsCapabilities) {
      const told = await this.#json(facts, signal, (options) => this.#client.get('/capabilities', options));
      const capabilities = tasCapabilitiesSchema.safeParse(told);
      if (capabilities.success) return tasModels(capabilities.data);
      throw new ProviderInvalidError(facts, 'a list of capabilities', z.prettifyError(capabilities.error));
    }
    const json = await this.#json(facts, signal, (options) => this.#client.get('/models', options));
    const list = modelListSchema.safeParse(json);
    if (!list.success) throw new ProviderInvalidError(facts, 'a list of models', z.prettifyError(list.error));
    // Gemini lists `models/<name>` and takes both forms.
    return list.data.data.map((entry) => describeModel(entry.id.replace(/^models\//, ''), entry));
  }

  async #whole(response: Response, watchdog: Watchdog, facts: ProviderFacts): Promise<ChatCompletion> {
    const json = await readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
    const answer = chatCompletionSchema.safeParse(json);
    if (!answer.success) throw new ProviderInvalidError(facts, 'a chat completion', z.prettifyError(answer.error));
    this.#requireSameModel(facts, response, answer.data.model ?? null);
    return answer.data;
  }

  #requireSameModel(facts: ProviderFacts, response: Response, model: string | null): void {
    const { modelHeader, namesDeployments } = this.#options.quirks;
    if (namesDeployments) return;
    requireSameModel(facts, modelHeader === null ? model : (response.headers.get(modelHeader) ?? model));
  }

  async #json(facts: ProviderFacts, signal: AbortSignal, send: Send): Promise<unknown> {
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#response(facts, watchdog, send);
    return readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
  }

  async #response(facts: ProviderFacts, watchdog: Watchdog, send: Send): Promise<Response> {
    try {
      const headers: Record<string, string> = this.#options.quirks.bareContentType
        ? { 'content-type': 'application/json' }
        : {};
      return await send({ signal: watchdog.signal, headers }).asResponse();
    } catch (error) {
      throw watchdog.reason() ?? this.#fault(error, facts);
    }
  }

  #fault(error: unknown, facts: ProviderFacts): Error {
    if (error instanceof APIError && !(error instanceof APIConnectionError)) {
      const wait = error.headers instanceof Headers ? retryAfterMs(error.headers, this.#options.clock.now()) : null;
      return vendorFault(
        {
          status: error.status ?? null,
          code: error.code ?? error.type ?? null,
          message: error.message,
          retryAfterMs: wait,
          isFinal: error.status === 500 && this.#options.quirks.serverErrorIsFinal,
          isRefusal: true,
        },
        facts,
        error,
      );
    }
    return connectionFault(error, facts);
  }
}

type Send = (options: {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}) => APIPromise<unknown>;

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('application/json') === true;
}
