import type { InternalTokens, Viewer } from '@aether/common/security';
import { PlatformError, toServiceHeaders } from '@aether/common/service';
import OpenAI, { APIError, OpenAIError } from 'openai';
import { EmbeddingFailedError, EmbeddingUnavailableError } from './models/errors.ts';

export interface EmbeddingRequest {
  readonly model: string;
  readonly text: string;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Vectors from the LLM gateway's `/v1/embeddings`. */
export class EmbeddingClient {
  readonly #tokens: InternalTokens;
  readonly #client: OpenAI;

  constructor(options: { readonly fetch: typeof fetch; readonly tokens: InternalTokens }) {
    this.#tokens = options.tokens;
    // The gateway is reached through `fetch` and authenticates by the internal token; address and key are never used.
    this.#client = new OpenAI({
      baseURL: 'http://llm-gateway/v1',
      apiKey: 'internal',
      fetch: options.fetch,
      maxRetries: 0,
    });
  }

  /** @throws EmbeddingUnavailableError when nothing answers, EmbeddingFailedError when the model is refused or its answer is of no use */
  async embed({ model, text, viewer, requestId, signal }: EmbeddingRequest): Promise<readonly number[]> {
    const headers = toServiceHeaders(this.#tokens, {
      service: 'agents',
      audience: 'llm-gateway',
      viewer,
      requestId,
      traceparent: null,
    });
    try {
      const answer = await this.#client.embeddings.create(
        { model, input: [text], encoding_format: 'float' },
        { headers, signal },
      );
      const vector = answer.data[0]?.embedding ?? [];
      // Neo4j refuses a vector without direction in a cosine index.
      if (!vector.every(Number.isFinite) || vector.every((component) => component === 0))
        throw new EmbeddingFailedError(model, new Error('The vector has no direction.'));
      return vector;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PlatformError) throw error;
      if (!(error instanceof OpenAIError)) throw error;
      throw isPassing(error) ? new EmbeddingUnavailableError(model, error) : new EmbeddingFailedError(model, error);
    }
  }
}

/** Without a status the gateway was not reached at all. */
function isPassing(error: OpenAIError): boolean {
  const status: unknown = error instanceof APIError ? error.status : undefined;
  return typeof status !== 'number' || status >= 500 || status === 429 || status === 408;
}
