import type { InternalTokens, Viewer } from '@aether/common/security';
import { PlatformError, toServiceHeaders } from '@aether/common/service';
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { EmbeddingFailedError, EmbeddingUnavailableError } from '../errors.ts';

export interface EmbeddingClientOptions {
  readonly fetch: typeof fetch;
  readonly tokens: InternalTokens;
  /** Longest wait for one batch, in milliseconds. */
  readonly timeoutMs: number;
}

export interface EmbeddingRequest {
  readonly model: string;
  readonly texts: readonly string[];
  /** Whose tenant's models are asked; null = the service acts for itself. */
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Texts of one call; the built-in encoder takes 540 MB for 64 (design: start.md). */
export const BATCH_SIZE = 8;

/** Vectors from the LLM gateway's `/v1/embeddings`. Retries are the caller's: ingestion is durable, a search is not worth waiting. */
export class EmbeddingClient {
  readonly #options: EmbeddingClientOptions;
  readonly #client: OpenAI;

  constructor(options: EmbeddingClientOptions) {
    this.#options = options;
    this.#client = new OpenAI({
      // The gateway is reached through `fetch` and authenticates by the internal token; address and key are never used.
      baseURL: 'http://llm-gateway/v1',
      apiKey: 'internal',
      fetch: options.fetch,
      maxRetries: 0,
      timeout: options.timeoutMs,
    });
  }

  /**
   * One vector per text, all of the same length.
   * @throws EmbeddingUnavailableError when nothing answers, EmbeddingFailedError when the answer is of no use
   */
  async embed(request: EmbeddingRequest): Promise<readonly (readonly number[])[]> {
    const { model, texts, viewer, requestId, signal } = request;
    const headers = toServiceHeaders(this.#options.tokens, {
      service: 'memory',
      audience: 'llm-gateway',
      viewer,
      requestId,
      traceparent: null,
    });
    try {
      const answer = await this.#client.embeddings.create(
        { model, input: [...texts], encoding_format: 'float' },
        { headers, signal },
      );
      const vectors = answer.data.toSorted((left, right) => left.index - right.index).map((entry) => entry.embedding);
      return checked(model, texts.length, vectors);
    } catch (error) {
      signal.throwIfAborted();
      throw mapped(model, error);
    }
  }
}

function checked(
  model: string,
  expected: number,
  vectors: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  if (vectors.length !== expected)
    throw new EmbeddingFailedError(model, `${expected} texts were sent, ${vectors.length} vectors came`);
  const dimensions = vectors[0]?.length ?? 0;
  for (const vector of vectors) {
    if (vector.length !== dimensions || dimensions === 0)
      throw new EmbeddingFailedError(model, 'they differ in length');
    if (!vector.every(Number.isFinite)) throw new EmbeddingFailedError(model, 'they hold values that are no numbers');
    // Neo4j refuses a vector without direction in a cosine index, and with it the whole batch.
    if (vector.every((component) => component === 0)) throw new EmbeddingFailedError(model, 'one is all zeros');
  }
  return vectors;
}

function mapped(model: string, error: unknown): Error {
  if (error instanceof PlatformError) return error;
  if (error instanceof APIUserAbortError || error instanceof APIConnectionError)
    return new EmbeddingUnavailableError(model, error);
  if (error instanceof APIError && typeof error.status === 'number') {
    const passing = error.status >= 500 || error.status === 429 || error.status === 408;
    return passing
      ? new EmbeddingUnavailableError(model, error)
      : new EmbeddingFailedError(model, `${error.status} ${error.message.slice(0, 200)}`, { cause: error });
  }
  return new EmbeddingFailedError(
    model,
    error instanceof Error ? error.message.slice(0, 200) : 'the answer cannot be read',
    { cause: error },
  );
}
