import type { HttpAnswer } from '@aether/common/security';
import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError } from '../provider-errors.ts';
import { type ChatChunk, type ChatCompletion, chatCompletionSchema } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countInputTokens } from '../wire/count-tokens.ts';
import { embeddingsAnswerSchema } from '../wire/embeddings-request.ts';
import { decodeVector } from '../wire/vector-encoding.ts';
import { adaptRequest } from './adapt-request.ts';
import { askVendor, type VendorConnection } from './ask-vendor.ts';
import { chunksOfCompletion } from './chunks-of-completion.ts';
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
import { type ProviderTimeouts, Watchdog } from './watchdog.ts';

export interface OpenAiCompatibleOptions extends VendorConnection {
  readonly slug: string;
  readonly quirks: ProviderQuirks;
  readonly timeouts: ProviderTimeouts;
  readonly limits: SseLimits;
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

/** Any vendor that speaks the OpenAI protocol; what comes back is read by our own guard. */
export class OpenAiCompatibleAdapter implements ProviderAdapter {
  readonly slug: string;
  readonly tellsCost: boolean;
  readonly #options: OpenAiCompatibleOptions;

  constructor(options: OpenAiCompatibleOptions) {
    this.slug = options.slug;
    this.tellsCost = options.quirks.tellsCost;
    this.#options = options;
  }

  ignoredFields(request: ChatRequest): readonly string[] {
    return adaptRequest(request, this.#options.quirks).ignored;
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const facts = { provider: this.slug, model: request.model };
    const body = { ...adaptRequest(request, this.#options.quirks).body, stream: false, stream_options: undefined };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#ask(facts, watchdog, '/chat/completions', body);
    return await this.#whole(response, watchdog, facts);
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk> {
    const facts = { provider: this.slug, model: request.model };
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const { quirks, limits } = this.#options;
    const usage = { ...request.stream_options, include_usage: true };
    const { body } = adaptRequest({ ...request, stream: true, stream_options: usage }, quirks);
    const response = await this.#ask(facts, watchdog, '/chat/completions', body);
    if (quirks.streamsOrNot && isJson(response)) {
      yield* chunksOfCompletion(await this.#whole(response, watchdog, facts));
      return;
    }
    try {
      this.#requireSameModel(facts, response, null);
    } catch (error) {
      response.discard();
      throw error;
    }
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
    const json = await this.#json(facts, signal, '/embeddings', body);
    const answer = embeddingsAnswerSchema.safeParse(json);
    if (!answer.success) throw new ProviderInvalidError(facts, 'embeddings', z.prettifyError(answer.error));
    if (answer.data.data.length !== call.inputs.length)
      throw new ProviderInvalidError(facts, `${call.inputs.length} vectors`, String(answer.data.data.length));
    const vectors = answer.data.data
      .toSorted((left, right) => left.index - right.index)
      .map(({ embedding }) => (typeof embedding === 'string' ? decodeVector(embedding) : Float32Array.from(embedding)));
    return {
      vectors,
      promptTokens: answer.data.usage?.prompt_tokens ?? countInputTokens(call.inputs),
    };
  }

  async media({ capability, model, body }: MediaCall, signal: AbortSignal): Promise<MediaAnswer> {
    const facts = { provider: this.slug, model };
    const form = MEDIA[capability];
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#ask(facts, watchdog, form.path, body);
    return await readMediaAnswer(response, form, watchdog, this.#options.limits.totalBytes, facts);
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelDescription[]> {
    const facts = { provider: this.slug };
    if (this.#options.quirks.listsCapabilities) {
      const told = await this.#json(facts, signal, '/capabilities', null);
      const capabilities = tasCapabilitiesSchema.safeParse(told);
      if (capabilities.success) return tasModels(capabilities.data);
      throw new ProviderInvalidError(facts, 'a list of capabilities', z.prettifyError(capabilities.error));
    }
    const json = await this.#json(facts, signal, '/models', null);
    const list = modelListSchema.safeParse(json);
    if (!list.success) throw new ProviderInvalidError(facts, 'a list of models', z.prettifyError(list.error));
    // Gemini lists `models/<name>` and takes both forms.
    return list.data.data.map((entry) => describeModel(entry.id.replace(/^models\//, ''), entry));
  }

  async #whole(response: HttpAnswer, watchdog: Watchdog, facts: ProviderFacts): Promise<ChatCompletion> {
    const json = await readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
    const answer = chatCompletionSchema.safeParse(json);
    if (!answer.success) throw new ProviderInvalidError(facts, 'a chat completion', z.prettifyError(answer.error));
    this.#requireSameModel(facts, response, answer.data.model ?? null);
    return answer.data;
  }

  #requireSameModel(facts: ProviderFacts, response: HttpAnswer, model: string | null): void {
    const { modelHeader, namesDeployments } = this.#options.quirks;
    if (namesDeployments) return;
    requireSameModel(facts, modelHeader === null ? model : (response.header(modelHeader) ?? model));
  }

  async #json(facts: ProviderFacts, signal: AbortSignal, path: string, body: object | null): Promise<unknown> {
    using watchdog = new Watchdog(this.#options.timeouts, signal, facts);
    const response = await this.#ask(facts, watchdog, path, body);
    return await readJsonAnswer(response, watchdog, this.#options.limits.totalBytes, facts);
  }

  #ask(facts: ProviderFacts, watchdog: Watchdog, path: string, body: object | null): Promise<HttpAnswer> {
    const { serverErrorIsFinal } = this.#options.quirks;
    const headers = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` });
    return askVendor(this.#options, { path, headers, body, serverErrorIsFinal }, watchdog, facts);
  }
}

function isJson(response: HttpAnswer): boolean {
  return response.header('content-type')?.startsWith('application/json') === true;
}
