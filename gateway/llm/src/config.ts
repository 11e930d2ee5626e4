import { type Environment, readConfig } from '@aether/common/service';
import { PROVIDER_PRESETS, type ProviderPresetKey } from '@aether/schema';
import { z } from 'zod';
import { presetOf } from './providers/preset-of.ts';
import type { SseLimits } from './providers/sse-events.ts';
import type { ProviderTimeouts } from './providers/watchdog.ts';
import type { BackoffLimits } from './routing/backoff.ts';
import type { BreakerLimits } from './routing/breakers.ts';
import type { ConcurrencyLimits } from './routing/concurrency.ts';

/** An endpoint that every tenant can use. */
export interface ConfiguredProvider {
  readonly slug: string;
  readonly baseUrl: string;
  readonly protocol: 'OPENAI' | 'ANTHROPIC';
  /** Vendor whose ways are known; null = any server of its protocol. */
  readonly preset: ProviderPresetKey | null;
  /** Null = the endpoint needs none (Ollama). */
  readonly apiKey: string | null;
}

export interface LlmGatewayConfig {
  readonly providers: readonly ConfiguredProvider[];
  readonly timeouts: ProviderTimeouts;
  readonly answerLimits: SseLimits;
  readonly backoff: BackoffLimits;
  readonly breaker: BreakerLimits;
  readonly concurrency: ConcurrencyLimits;
  /** Bytes of a request body. */
  readonly bodyLimit: number;
  /** Origins in private networks that tenants' providers may use, such as an Ollama of the company. */
  readonly allowedOrigins: readonly string[];
  /** Opens tenants' credentials, the same as identity's; null = their providers with a key cannot be used. */
  readonly vaultKey: Uint8Array | null;
}

const milliseconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const baseUrl = z.url({ protocol: /^https?$/ });

const providersSchema = z
  .array(
    z.strictObject({
      slug: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
      baseUrl,
      apiKey: z.string().min(1).optional(),
      preset: z.enum(PROVIDER_PRESETS.map(({ key }) => key)).optional(),
    }),
  )
  .refine((list) => new Set(list.map(({ slug }) => slug)).size === list.length, 'two providers have the same slug');

const environmentSchema = z
  .object({
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: baseUrl.optional(),
    ANTHROPIC_API_KEY: z.string().optional(),
    AETHER_MODEL_PROVIDERS: z
      .string()
      .default('[]')
      .transform((text, context) => {
        const parsed = providersSchema.safeParse(parseJson(text));
        if (parsed.success) return parsed.data;
        context.addIssue({
          code: 'custom',
          message: `expected a JSON list of { "slug", "baseUrl", "apiKey" } (${z.prettifyError(parsed.error).replaceAll('\n', ' ')})`,
        });
        return z.NEVER;
      }),
    LLM_FIRST_BYTE_TIMEOUT_MS: milliseconds(60_000),
    LLM_IDLE_TIMEOUT_MS: milliseconds(30_000),
    LLM_TOTAL_TIMEOUT_MS: milliseconds(600_000),
    LLM_ATTEMPTS: z.coerce.number().int().min(1).max(10).default(3),
    LLM_CONCURRENCY: z.coerce.number().int().positive().default(1000),
    LLM_MAXIMUM_BODY_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(8 * 1024 * 1024),
    AETHER_VAULT_KEY: z
      .base64()
      .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .refine((bytes) => bytes.length >= 32, 'must hold at least 32 random bytes, as base64')
      .optional(),
    LLM_ALLOWED_ORIGINS: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((origin) => origin.trim())
          .filter((origin) => origin !== ''),
      ),
  })
  .transform((env): LlmGatewayConfig => ({
    providers: [
      ...openAi(env),
      ...anthropic(env),
      ...env.AETHER_MODEL_PROVIDERS.map(({ slug, baseUrl: url, apiKey, preset }) =>
        configured(slug, url, apiKey ?? null, preset ?? null),
      ),
    ],
    timeouts: {
      firstByteMs: env.LLM_FIRST_BYTE_TIMEOUT_MS,
      idleMs: env.LLM_IDLE_TIMEOUT_MS,
      totalMs: env.LLM_TOTAL_TIMEOUT_MS,
    },
    answerLimits: { eventBytes: 1024 * 1024, totalBytes: 32 * 1024 * 1024 },
    backoff: { attempts: env.LLM_ATTEMPTS, baseMs: 250, maximumMs: 8000, maximumRetryAfterMs: 15_000 },
    breaker: { failures: 5, halfOpenAfterMs: 10_000 },
    concurrency: { maximum: env.LLM_CONCURRENCY, waiting: env.LLM_CONCURRENCY, waitMs: 10_000 },
    bodyLimit: env.LLM_MAXIMUM_BODY_BYTES,
    allowedOrigins: env.LLM_ALLOWED_ORIGINS,
    vaultKey: env.AETHER_VAULT_KEY ?? null,
  }));

/** The only place that names this gateway's variables. */
export function llmGatewayConfig(environment: Environment): LlmGatewayConfig {
  return readConfig(environmentSchema, environment);
}

/** The variables that every OpenAI tool knows. */
function openAi(env: {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
}): readonly ConfiguredProvider[] {
  if (env.OPENAI_API_KEY === undefined && env.OPENAI_BASE_URL === undefined) return [];
  return [configured('openai', env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1', env.OPENAI_API_KEY ?? null, null)];
}

function anthropic(env: { readonly ANTHROPIC_API_KEY?: string | undefined }): readonly ConfiguredProvider[] {
  if (env.ANTHROPIC_API_KEY === undefined) return [];
  return [configured('anthropic', 'https://api.anthropic.com/v1', env.ANTHROPIC_API_KEY, 'anthropic')];
}

function configured(
  slug: string,
  url: string,
  apiKey: string | null,
  named: ProviderPresetKey | null,
): ConfiguredProvider {
  const preset = presetOf(named, url);
  const protocol = PROVIDER_PRESETS.find(({ key }) => key === named)?.protocol ?? 'OPENAI';
  return { slug, baseUrl: url, protocol, preset, apiKey };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
