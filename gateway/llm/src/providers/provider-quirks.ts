import type { ProviderPresetKey } from '@aether/schema';

/** In what a vendor differs from OpenAI's protocol (reliability.md §4.1, tas.md §1.1). Data, so that no adapter asks for a vendor's name. */
export interface ProviderQuirks {
  /** The only name under which it takes the limit of output tokens; null = both. */
  readonly tokenLimitField: 'max_tokens' | 'max_completion_tokens' | null;
  /** Fields that it refuses or drops without a word: they are left out, and the answer says so. */
  readonly ignoredFields: readonly string[];
  /** Models that refuse sampling parameters; null = none does. */
  readonly withoutSampling: RegExp | null;
  /** `messages[].name` is refused. */
  readonly withoutMessageNames: boolean;
  /** `stop` must be a list. */
  readonly stopAsList: boolean;
  /** `n` other than 1 is refused. */
  readonly oneChoice: boolean;
  /** May answer a streamed request in one piece. */
  readonly streamsOrNot: boolean;
  /** A 500 means that its own chain of attempts is through, and perhaps billed: the same model is not asked again. */
  readonly serverErrorIsFinal: boolean;
  /** `model` is a name of the customer's own, so the answer's says nothing. */
  readonly namesDeployments: boolean;
  /** Header that names the model that answered, before the body's. */
  readonly modelHeader: string | null;
  /** Tells the cost of an answer in US dollars as `usage.cost`. */
  readonly tellsCost: boolean;
  /** Lists its models at `/capabilities` in a form of its own. */
  readonly listsCapabilities: boolean;
}

const NONE: ProviderQuirks = {
  tokenLimitField: null,
  ignoredFields: [],
  withoutSampling: null,
  withoutMessageNames: false,
  stopAsList: false,
  oneChoice: false,
  streamsOrNot: false,
  serverErrorIsFinal: false,
  namesDeployments: false,
  modelHeader: null,
  tellsCost: false,
  listsCapabilities: false,
};

/** OpenAI's reasoning families; their `-chat` variants take sampling parameters. */
const OPENAI_REASONING = /^(?:o\d|gpt-[5-9](?!.*chat))/;

const QUIRKS: Readonly<Record<ProviderPresetKey, ProviderQuirks>> = {
  openai: { ...NONE, tokenLimitField: 'max_completion_tokens', withoutSampling: OPENAI_REASONING },
  azure: { ...NONE, namesDeployments: true },
  // Spoken natively; these hold for nothing.
  anthropic: NONE,
  gemini: { ...NONE, ignoredFields: ['logit_bias', 'seed'] },
  mistral: {
    ...NONE,
    tokenLimitField: 'max_tokens',
    ignoredFields: ['logit_bias', 'logprobs', 'top_logprobs', 'user'],
  },
  groq: {
    ...NONE,
    ignoredFields: ['logprobs', 'top_logprobs', 'logit_bias'],
    withoutMessageNames: true,
    oneChoice: true,
  },
  openrouter: { ...NONE, tellsCost: true },
  ollama: { ...NONE, tokenLimitField: 'max_tokens', ignoredFields: ['logit_bias', 'user'] },
  vllm: NONE,
  'tas-llm-router': {
    ...NONE,
    tokenLimitField: 'max_tokens',
    ignoredFields: ['top_k', 'n', 'logprobs', 'top_logprobs', 'logit_bias', 'user', 'stream_options'],
    stopAsList: true,
    streamsOrNot: true,
    serverErrorIsFinal: true,
    modelHeader: 'x-tas-router-model',
    listsCapabilities: true,
  },
};

/** Null = a server without a preset: taken at its word. */
export function quirksOf(preset: ProviderPresetKey | null): ProviderQuirks {
  return preset === null ? NONE : QUIRKS[preset];
}
