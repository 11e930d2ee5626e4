export const ModelCapability = {
  CHAT: 'CHAT',
  TOOLS: 'TOOLS',
  JSON_SCHEMA: 'JSON_SCHEMA',
  VISION: 'VISION',
  EMBEDDINGS: 'EMBEDDINGS',
  IMAGES: 'IMAGES',
  SPEECH: 'SPEECH',
  TRANSCRIPTION: 'TRANSCRIPTION',
  REASONING: 'REASONING',
} as const;
export type ModelCapability = keyof typeof ModelCapability;

export const ModelProviderProtocol = { OPENAI: 'OPENAI', ANTHROPIC: 'ANTHROPIC', BUILTIN: 'BUILTIN' } as const;
export type ModelProviderProtocol = keyof typeof ModelProviderProtocol;

export const HealthStatus = { HEALTHY: 'HEALTHY', DEGRADED: 'DEGRADED', DOWN: 'DOWN', UNKNOWN: 'UNKNOWN' } as const;
export type HealthStatus = keyof typeof HealthStatus;

/** A vendor, an endpoint of one's own or the built-in provider. */
export interface ProviderRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly protocol: ModelProviderProtocol;
  /** Key of the vendor preset it was made from; null = any server of its protocol. */
  readonly preset: string | null;
  readonly baseUrl: string | null;
  readonly credentialId: string | null;
  readonly status: HealthStatus;
  readonly lastError: string | null;
  readonly checkedAt: string | null;
  readonly enabled: boolean;
  /** People may call it with keys of their own. */
  readonly allowOwnKeys: boolean;
  readonly builtIn: boolean;
  /** Of the catalog, when this entry last changed. */
  readonly revision: number;
}

/** Nano-US-dollars per million tokens; null = not known, never 0 for unknown. */
export interface ModelPrices {
  readonly inputPricePerMillion: number | null;
  readonly outputPricePerMillion: number | null;
  readonly cachedInputPricePerMillion: number | null;
}

export interface ModelRecord extends ModelPrices {
  readonly id: string;
  /** `<provider>/<name>`. */
  readonly slug: string;
  readonly name: string;
  readonly providerId: string;
  readonly capabilities: readonly ModelCapability[];
  readonly contextWindow: number | null;
  readonly maximumOutputTokens: number | null;
  readonly status: HealthStatus;
  readonly enabled: boolean;
  readonly builtIn: boolean;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly retiresAt: string | null;
}

/** A model without a price for what it does cannot be billed; a model for embeddings puts out no tokens. */
export function isUnpriced(model: ModelRecord): boolean {
  if (model.inputPricePerMillion === null) return true;
  return model.outputPricePerMillion === null && model.capabilities.some((capability) => capability !== 'EMBEDDINGS');
}

/** The provider that needs no network and no key; every tenant has it. */
export const BUILT_IN_PROVIDER = { slug: 'builtin', name: 'Built-in, no language model', protocol: 'BUILTIN' } as const;

type BuiltInModel = Pick<ModelRecord, 'name' | 'slug' | 'capabilities' | 'contextWindow' | 'maximumOutputTokens'>;

export const BUILT_IN_MODELS: readonly BuiltInModel[] = [
  {
    name: 'extract',
    slug: 'builtin/extract',
    capabilities: ['CHAT', 'JSON_SCHEMA', 'TOOLS'],
    contextWindow: 32_000,
    maximumOutputTokens: 4_000,
  },
  {
    name: 'embed',
    slug: 'builtin/embed',
    capabilities: ['EMBEDDINGS'],
    contextWindow: 2_048,
    maximumOutputTokens: null,
  },
];
