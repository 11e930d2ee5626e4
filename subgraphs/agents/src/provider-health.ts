import { type ServiceParts, toServiceHeaders } from '@aether/common/service';
import { z } from 'zod';
import { ModelProviderState } from './model-provider-state.ts';
import type { LookUpCall } from './notebook-directory.ts';

const milliseconds = z.number().int().nonnegative().nullable();

const healthSchema = z.object({
  slug: z.string(),
  state: z.enum(ModelProviderState),
  calls: z.number().int(),
  failedCalls: z.number().int(),
  successRate: z.number().min(0).max(1).nullable(),
  latencyP50Ms: milliseconds,
  latencyP95Ms: milliseconds,
  firstTokenP50Ms: milliseconds,
  firstTokenP95Ms: milliseconds,
  inFlight: z.number().int(),
  lastSuccessAt: z.string().nullable(),
  lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).nullable(),
  rateLimitedUntil: z.string().nullable(),
  openModels: z.array(z.string()),
  openUntil: z.string().nullable(),
  gateways: z.number().int(),
});
const answerSchema = z.object({ providers: z.array(healthSchema) });

/** As the LLM gateway measured it. */
export type ProviderHealthRecord = Readonly<z.infer<typeof healthSchema>>;

/** A screen waits no longer for what is worth no error. */
const ANSWER_MS = 2000;

/** What calls to model providers came to, which the LLM gateway knows. */
export class ProviderHealth {
  readonly #parts: Pick<ServiceParts, 'modelFetch' | 'tokens' | 'logger'>;

  constructor(parts: Pick<ServiceParts, 'modelFetch' | 'tokens' | 'logger'>) {
    this.#parts = parts;
  }

  /** By slug. Empty when the gateway does not answer: the catalog is there all the same. */
  async of(
    slugs: readonly string[],
    { viewer, requestId, traceparent, signal }: LookUpCall,
  ): Promise<ReadonlyMap<string, ProviderHealthRecord>> {
    const { modelFetch, tokens, logger } = this.#parts;
    const query = new URLSearchParams();
    for (const slug of slugs) query.append('provider', slug);
    try {
      // The host is never looked up: `modelFetch` decides where the gateway is.
      const response = await modelFetch(`http://llm-gateway/v1/providers/health?${query}`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
        headers: toServiceHeaders(tokens, {
          service: 'agents',
          audience: 'llm-gateway',
          viewer,
          requestId,
          traceparent,
        }),
      });
      const { providers } = answerSchema.parse(await response.json());
      return new Map(providers.map((health) => [health.slug, health]));
    } catch (error) {
      signal.throwIfAborted();
      logger.warn({ err: error, tenantId: viewer.tenantId }, 'the health of model providers is not known');
      return new Map();
    }
  }
}
