import { type ServiceParts, toServiceHeaders } from '@aether/common/service';
import { ERROR_CODES, isErrorCode } from '@aether/schema';
import { z } from 'zod';
import { ModelProviderState } from './model-provider-state.ts';
import type { LookUpCall } from '../notebook-directory.ts';

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
  // The words of a vendor are for who called, and its code is for everybody.
  lastError: z
    .object({ code: z.string(), at: z.string() })
    .transform(({ code, at }) => ({ code, message: isErrorCode(code) ? `${ERROR_CODES[code].summary}.` : code, at }))
    .nullable(),
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
/** As many as the gateway answers in one request. */
const PROVIDERS_AT_ONCE = 200;

/** What calls to model providers came to, which the LLM gateway knows. */
export class ProviderHealth {
  readonly #parts: Pick<ServiceParts, 'modelFetch' | 'tokens' | 'logger'>;

  constructor(parts: Pick<ServiceParts, 'modelFetch' | 'tokens' | 'logger'>) {
    this.#parts = parts;
  }

  /** By slug. Empty when the gateway does not answer: the catalog is there all the same. */
  async of(slugs: readonly string[], call: LookUpCall): Promise<ReadonlyMap<string, ProviderHealthRecord>> {
    const found = new Map<string, ProviderHealthRecord>();
    try {
      for (let from = 0; from < slugs.length; from += PROVIDERS_AT_ONCE)
        for (const health of await this.#ask(slugs.slice(from, from + PROVIDERS_AT_ONCE), call))
          found.set(health.slug, health);
    } catch (error) {
      call.signal.throwIfAborted();
      this.#parts.logger.warn({ err: error, tenantId: call.viewer.tenantId }, 'the health of providers is not known');
    }
    return found;
  }

  async #ask(
    slugs: readonly string[],
    { viewer, requestId, traceparent, signal }: LookUpCall,
  ): Promise<readonly ProviderHealthRecord[]> {
    const { modelFetch, tokens } = this.#parts;
    const query = new URLSearchParams(slugs.map((slug): [string, string] => ['provider', slug]));
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
    if (!response.ok) throw new Error(`The LLM gateway answered with ${response.status}.`);
    return answerSchema.parse(await response.json()).providers;
  }
}
