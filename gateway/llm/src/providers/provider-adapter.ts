import type { ChatRequest } from '../wire/chat-request.ts';
import type { ChatChunk, ChatCompletion } from '../wire/chat-completion.ts';
import type { EmbeddingInput } from '../wire/embeddings-request.ts';

export type ModelCapability =
  | 'CHAT'
  | 'TOOLS'
  | 'JSON_SCHEMA'
  | 'VISION'
  | 'EMBEDDINGS'
  | 'IMAGES'
  | 'SPEECH'
  | 'TRANSCRIPTION'
  | 'REASONING';

/** What a provider says of a model, or what we know of it. Null = not known. */
export interface ModelDescription {
  /** Name at the provider, without its slug. */
  readonly name: string;
  readonly capabilities: readonly ModelCapability[];
  /** Tokens. */
  readonly contextWindow: number | null;
  /** Tokens. */
  readonly maximumOutputTokens: number | null;
}

export interface EmbeddingsCall {
  readonly model: string;
  readonly inputs: readonly EmbeddingInput[];
  readonly dimensions: number | null;
}

export interface EmbeddingsAnswer {
  readonly vectors: readonly Float32Array[];
  readonly promptTokens: number;
}

/** A request for an image, a sound or a transcription, as the vendor takes it. */
export interface MediaCall {
  readonly capability: Extract<ModelCapability, 'IMAGES' | 'SPEECH' | 'TRANSCRIPTION'>;
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>> | FormData;
}

export interface MediaAnswer {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * One vendor behind the gateway. It makes exactly one attempt per call: retries, breakers and failover are the
 * router's. Every failure is a `PlatformError`, a vendor's a `ProviderError`; foreign errors never leave an adapter.
 */
export interface ProviderAdapter {
  readonly slug: string;
  /** Puts the cost of an answer in US dollars into `usage.cost`. */
  readonly tellsCost?: boolean;
  /** Fields of a request that this vendor would refuse or drop, and does not get. */
  ignoredFields?(request: ChatRequest): readonly string[];
  /** `request.model` is the name at the provider. */
  complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion>;
  /** Ends only after every choice has its finish reason; the last chunk may carry the usage alone. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatChunk>;
  embed(call: EmbeddingsCall, signal: AbortSignal): Promise<EmbeddingsAnswer>;
  /** Absent = this vendor's protocol knows neither images nor sound. */
  media?(call: MediaCall, signal: AbortSignal): Promise<MediaAnswer>;
  /** Asks the provider what it has. */
  listModels(signal: AbortSignal): Promise<readonly ModelDescription[]>;
}
