import type { InternalTokens, Viewer } from '@aether/common/security';
import { PlatformError, toServiceHeaders } from '@aether/common/service';
import { toldErrorCode } from '@aether/schema';
import OpenAI, { APIError, APIUserAbortError } from 'openai';

export interface ModelClientOptions {
  /** Reaches the LLM gateway's `/v1`. */
  readonly fetch: typeof fetch;
  readonly tokens: InternalTokens;
}

/** Who asks a model, and for what. */
export interface ModelCall {
  /** The person whose comparison it is. */
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Cost of one call in nano-US-dollars. */
export interface CallCost {
  readonly cost: number | null;
  readonly unpriced: boolean;
}

export interface ModelAnswer extends CallCost {
  readonly text: string;
}

const TIMEOUT_MS = 60_000; // 1 minute
const RETRIES = 2;

/** Models that help to judge, through the LLM gateway, in the name of the person who compares. */
export class ModelClient {
  readonly #options: ModelClientOptions;
  readonly #client: OpenAI;

  constructor(options: ModelClientOptions) {
    this.#options = options;
    this.#client = new OpenAI({
      // The gateway is reached through `fetch` and authenticates by the internal token; address and key are never used.
      baseURL: 'http://llm-gateway/v1',
      apiKey: 'internal',
      fetch: options.fetch,
      maxRetries: RETRIES,
      timeout: TIMEOUT_MS,
    });
  }

  /**
   * The answer to a conversation, as an object of the schema.
   * @throws PlatformError with the gateway's code
   */
  async answer(
    model: string,
    messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[],
    schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> },
    call: ModelCall,
  ): Promise<ModelAnswer> {
    return this.#attempt(call, async () => {
      const { data, response } = await this.#client.chat.completions
        .create(
          {
            model,
            messages: [...messages],
            temperature: 0,
            response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } },
          },
          { headers: this.#headers(call), signal: call.signal },
        )
        .withResponse();
      const cost = response.headers.get('x-aether-cost');
      return {
        text: data.choices[0]?.message.content ?? '',
        cost: cost === null ? null : Number(cost),
        unpriced: cost === null,
      };
    });
  }

  /** One vector per text. @throws PlatformError with the gateway's code */
  async embed(model: string, texts: readonly string[], call: ModelCall): Promise<readonly (readonly number[])[]> {
    return this.#attempt(call, async () => {
      const answer = await this.#client.embeddings.create(
        { model, input: [...texts], encoding_format: 'float' },
        { headers: this.#headers(call), signal: call.signal },
      );
      return answer.data.toSorted((left, right) => left.index - right.index).map((entry) => entry.embedding);
    });
  }

  #headers({ viewer, requestId }: ModelCall): Record<string, string> {
    const caller = { service: 'testing', audience: 'llm-gateway' };
    return { ...toServiceHeaders(this.#options.tokens, { ...caller, viewer, requestId, traceparent: null }) };
  }

  async #attempt<Result>({ signal }: ModelCall, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PlatformError || error instanceof APIUserAbortError) throw error;
      if (error instanceof APIError)
        throw new PlatformError(toldErrorCode(error.error) ?? 'PROVIDER_UNAVAILABLE', error.message);
      throw error;
    }
  }
}
