/** What is known of a vendor of models before its first answer (evidence: reference/reliability.md §4.1, reference/tas.md §1.1). */
export interface ProviderPreset {
  readonly key: string;
  readonly name: string;
  readonly protocol: 'OPENAI' | 'ANTHROPIC';
  /** Null = each customer has an address of its own; `addressExample` shows its form. */
  readonly baseUrl: string | null;
  readonly addressExample: string;
  readonly needsKey: boolean;
  /** What this vendor does not do or does otherwise, for the person who chooses it. */
  readonly notes: readonly string[];
}

/** The vendors that can be chosen by name. Any other server that speaks the OpenAI protocol needs no preset. */
export const PROVIDER_PRESETS = [
  {
    key: 'openai',
    name: 'OpenAI',
    protocol: 'OPENAI',
    baseUrl: 'https://api.openai.com/v1',
    addressExample: 'https://api.openai.com/v1',
    needsKey: true,
    notes: ['Reasoning models take no temperature or top_p: both are left out.'],
  },
  {
    key: 'anthropic',
    name: 'Anthropic',
    protocol: 'ANTHROPIC',
    baseUrl: 'https://api.anthropic.com/v1',
    addressExample: 'https://api.anthropic.com/v1',
    needsKey: true,
    notes: [
      'Over the native Messages protocol: tools, thinking, prompt caching.',
      'No embeddings, images, speech or transcription.',
    ],
  },
  {
    key: 'azure',
    name: 'Azure OpenAI',
    protocol: 'OPENAI',
    baseUrl: null,
    addressExample: 'https://my-resource.openai.azure.com/openai/v1',
    needsKey: true,
    notes: ['The name of a model is the name of your deployment.'],
  },
  {
    key: 'gemini',
    name: 'Google Gemini',
    protocol: 'OPENAI',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    addressExample: 'https://generativelanguage.googleapis.com/v1beta/openai',
    needsKey: true,
    notes: ['Compatible interface, which Google calls beta. No speech or transcription.'],
  },
  {
    key: 'mistral',
    name: 'Mistral',
    protocol: 'OPENAI',
    baseUrl: 'https://api.mistral.ai/v1',
    addressExample: 'https://api.mistral.ai/v1',
    needsKey: true,
    notes: [],
  },
  {
    key: 'groq',
    name: 'Groq',
    protocol: 'OPENAI',
    baseUrl: 'https://api.groq.com/openai/v1',
    addressExample: 'https://api.groq.com/openai/v1',
    needsKey: true,
    notes: ['No embeddings. Log probabilities, logit bias and names of messages are left out; one choice only.'],
  },
  {
    key: 'openrouter',
    name: 'OpenRouter',
    protocol: 'OPENAI',
    baseUrl: 'https://openrouter.ai/api/v1',
    addressExample: 'https://openrouter.ai/api/v1',
    needsKey: true,
    notes: ['Tells its own price with each answer; it is what counts.'],
  },
  {
    key: 'ollama',
    name: 'Ollama',
    protocol: 'OPENAI',
    baseUrl: null,
    addressExample: 'http://localhost:11434/v1',
    needsKey: false,
    notes: ['Prompts longer than the context that the server has set are cut there without a word.'],
  },
  {
    key: 'vllm',
    name: 'vLLM',
    protocol: 'OPENAI',
    baseUrl: null,
    addressExample: 'http://models.example:8000/v1',
    needsKey: false,
    notes: ['Tool calls need the server flags --enable-auto-tool-choice and --tool-call-parser.'],
  },
  {
    key: 'tas-llm-router',
    name: 'TAS LLM Router',
    protocol: 'OPENAI',
    baseUrl: null,
    addressExample: 'http://llm-router.tas-llm-router:8086/v1',
    needsKey: false,
    notes: [
      'It may answer with another model than asked: such answers are refused.',
      'No JSON schemas and no images: a schema becomes a tool call.',
    ],
  },
] as const satisfies readonly ProviderPreset[];

export type ProviderPresetKey = (typeof PROVIDER_PRESETS)[number]['key'];
