import { ValidationError } from '@aether/common/service';
import { CancelledError, ModelNotFoundError } from '../errors.ts';
import type {
  EmbeddingsAnswer,
  EmbeddingsCall,
  ModelDescription,
  ProviderAdapter,
} from '../providers/provider-adapter.ts';
import type { ChatChunk, ChatCompletion, Usage } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countInputTokens, estimateUsage } from '../wire/count-tokens.ts';
import type { EmbeddingInput } from '../wire/embeddings-request.ts';
import { EMBED_DIMENSIONS } from './embed-protocol.ts';
import type { Embedder } from './embedder.ts';
import { extract, type ExtractAnswer } from './extract/extract.ts';

/** The models that ship with the product. Their names say what they are; no language model is among them. */
const BUILTIN_MODELS = [
  { name: 'extract', capabilities: ['CHAT', 'TOOLS', 'JSON_SCHEMA'], contextWindow: 32_000, maximumOutputTokens: 4000 },
  { name: 'embed', capabilities: ['EMBEDDINGS'], contextWindow: 2048, maximumOutputTokens: null },
] as const satisfies readonly ModelDescription[];

/** Nothing is drawn or counted here: an answer is what stands in the text. */
const IGNORED = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'seed',
  'stop',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
];

/** From so many texts on a call is a document's and waits behind questions. */
const BULK_TEXTS = 4;

/** The provider that needs no network and no key. */
export class BuiltinAdapter implements ProviderAdapter {
  readonly slug = 'builtin';
  readonly #embedder: Embedder;

  constructor(embedder: Embedder) {
    this.#embedder = embedder;
  }

  ignoredFields(request: ChatRequest): readonly string[] {
    return IGNORED.filter((field) => request[field] != null && request[field] !== false);
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const answer = await this.#extract(request, signal);
    const { content, refusal, toolCalls } = messageOf(answer);
    return {
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content,
            refusal,
            ...(toolCalls.length === 0 ? {} : { tool_calls: [...toolCalls] }),
          },
          finish_reason: finishReason(answer),
        },
      ],
      usage: usageOf(request, answer),
    };
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk> {
    const answer = await this.#extract(request, signal);
    yield chunk({ role: 'assistant' });
    const { content, refusal, toolCalls } = messageOf(answer);
    for (const token of tokensOf(content)) {
      if (signal.aborted) throw new CancelledError(signal.reason);
      yield chunk({ content: token });
    }
    for (const token of tokensOf(refusal)) yield chunk({ refusal: token });
    if (toolCalls.length > 0) yield chunk({ tool_calls: toolCalls.map((call, index) => ({ index, ...call })) });
    yield chunk({}, finishReason(answer));
    yield { choices: [], usage: usageOf(request, answer) };
  }

  async embed({ model, inputs, dimensions }: EmbeddingsCall, signal: AbortSignal): Promise<EmbeddingsAnswer> {
    if (model !== 'embed') throw new ModelNotFoundError(`builtin/${model}`, ['builtin/embed']);
    if (dimensions !== null && dimensions !== EMBED_DIMENSIONS)
      throw new ValidationError(['dimensions'], `${EMBED_DIMENSIONS} or nothing`, String(dimensions));
    const texts = inputs.map(textOf);
    const vectors = await this.#embedder.embed(texts, {
      signal,
      priority: texts.length > BULK_TEXTS ? 'bulk' : 'interactive',
    });
    return { vectors, promptTokens: countInputTokens(texts) };
  }

  async listModels(): Promise<readonly ModelDescription[]> {
    return BUILTIN_MODELS;
  }

  async #extract(request: ChatRequest, signal: AbortSignal): Promise<ExtractAnswer> {
    if (request.model !== 'extract') throw new ModelNotFoundError(`builtin/${request.model}`, ['builtin/extract']);
    if (request.n != null && request.n !== 1)
      throw new ValidationError(['n'], '1, since this model makes one choice', String(request.n));
    return extract(request, (texts) => this.#embedder.embed(texts, { signal, priority: 'interactive' }));
  }
}

/** @throws ValidationError for tokens: there is no telling which tokenizer they are of */
function textOf(input: EmbeddingInput): string {
  if (typeof input === 'string') return input;
  throw new ValidationError(
    ['input'],
    'texts, since this model has no tokenizer of a vendor',
    'token arrays',
    'Send the texts themselves. LangChain does with OpenAIEmbeddings(check_embedding_ctx_length=False).',
  );
}

interface WireToolCall {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

function messageOf(answer: ExtractAnswer): {
  readonly content: string | null;
  readonly refusal: string | null;
  readonly toolCalls: readonly WireToolCall[];
} {
  if (answer.kind === 'text') return { content: answer.text, refusal: null, toolCalls: [] };
  if (answer.kind === 'refusal') return { content: null, refusal: answer.text, toolCalls: [] };
  // One call at most, so its name is id enough, and the same prompt gets the same answer.
  return {
    content: null,
    refusal: null,
    toolCalls: [
      {
        id: `call_${answer.name}`,
        type: 'function',
        function: { name: answer.name, arguments: JSON.stringify(answer.arguments) },
      },
    ],
  };
}

function finishReason(answer: ExtractAnswer): string {
  return answer.kind === 'tool-call' ? 'tool_calls' : 'stop';
}

function usageOf(request: ChatRequest, answer: ExtractAnswer): Usage {
  return estimateUsage(
    request,
    answer.kind === 'tool-call' ? `${answer.name}${JSON.stringify(answer.arguments)}` : answer.text,
  );
}

/** A word with the space before it. */
function tokensOf(text: string | null): readonly string[] {
  return text?.match(/\s*\S+|\s+$/g) ?? [];
}

function chunk(delta: ChatChunk['choices'][number]['delta'], finish: string | null = null): ChatChunk {
  return { choices: [{ index: 0, delta, finish_reason: finish }] };
}
