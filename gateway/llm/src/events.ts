import type { Logger, RequestContext } from '@aether/common/service';
import { addToSpan, counter, histogram } from '@aether/common/telemetry';
import type { Price } from './prices/price-of-usage.ts';
import type { AttemptEnd } from './health/provider-calls.ts';
import type { Target } from './routing/target.ts';
import type { Usage } from './wire/chat-completion.ts';

const answers = counter('llm_requests_total', { description: 'Answers of models, by provider and operation' });
const failures = counter('llm_failed_attempts_total', { description: 'Attempts that failed, by provider and code' });
const tokens = counter('llm_tokens_total', { description: 'Tokens that were paid for, by provider and direction' });
const cost = counter('llm_cost_nano_usd_total', { description: 'Known cost, by provider' });
const unpriced = counter('llm_unpriced_total', { description: 'Answers whose cost is not known, by provider' });
const cacheHits = counter('llm_cache_hits_total', { description: 'Answers that the cache gave' });
const attempts = histogram('llm_attempt_seconds', {
  description: 'Time of attempts at providers until their end, by provider and outcome',
  boundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
});
const firstTokens = histogram('llm_first_token_seconds', {
  description: 'Time until the first visible token of a stream, by provider',
  boundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
const overhead = histogram('llm_overhead_seconds', {
  description: "This gateway's own share of the time of an answer",
  boundaries: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1],
});

export interface ModelAnswered {
  readonly operation: 'chat' | 'embeddings' | 'images' | 'speech' | 'transcription';
  readonly target: Target;
  readonly attempts: number;
  readonly usage: Pick<Usage, 'prompt_tokens' | 'completion_tokens'>;
  readonly price: Price;
  /** Our own share of the time until the first visible token, or until the whole answer. */
  readonly overheadMs: number;
  readonly durationMs: number;
  /** The answer was the cache's: no provider was asked. */
  readonly cached?: boolean;
}

/** What happened at this gateway, told once. Prompts and answers are never told. */
export class GatewayEvents {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  modelAnswered(context: RequestContext, event: ModelAnswered): void {
    count(event);
    addToSpan({
      'gen_ai.operation.name': event.operation,
      'gen_ai.request.model': event.target.slug,
      'aether.llm.attempts': event.attempts,
      'aether.llm.overhead_ms': Math.round(event.overheadMs),
    });
    this.#logger.debug(
      {
        ...whose(context),
        operation: event.operation,
        model: event.target.slug,
        attempts: event.attempts,
        promptTokens: event.usage.prompt_tokens,
        completionTokens: event.usage.completion_tokens,
        costNanoUsd: event.price.costNanoUsd,
        overheadMs: Math.round(event.overheadMs),
        durationMs: Math.round(event.durationMs),
      },
      'a model answered',
    );
  }

  attemptFailed({
    target,
    attempt,
    error,
  }: {
    readonly target: Target;
    readonly attempt: number;
    readonly error: unknown;
  }): void {
    const { code } = codeOf(error);
    failures.add(1, { ...providerOf(target), code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR' });
    this.#logger.warn(
      { model: target.slug, tenantId: target.provider.tenantId, attempt, ...codeOf(error) },
      'an attempt at a model failed',
    );
  }

  /** An attempt at a provider is over; it may have failed. */
  attemptEnded({ target, outcome, durationMs, firstTokenMs }: AttemptEnd): void {
    const provider = providerOf(target);
    if (durationMs !== null) attempts.record(durationMs / 1000, { ...provider, outcome });
    if (firstTokenMs !== null) firstTokens.record(firstTokenMs / 1000, provider);
  }

  /** After its first visible token a stream cannot be tried again. */
  streamBroken(context: RequestContext, target: Target, error: unknown): void {
    this.#logger.warn(
      { ...whose(context), model: target.slug, ...codeOf(error) },
      'a stream broke after its first token',
    );
  }

  agentsUnlisted(context: RequestContext, error: unknown): void {
    this.#logger.warn({ ...whose(context), ...codeOf(error) }, 'agents could not be listed as models');
  }

  unexpectedError(context: RequestContext, error: unknown): void {
    this.#logger.error({ ...whose(context), err: error }, 'unexpected error');
  }
}

function count({ operation, target, usage, price, overheadMs, cached }: ModelAnswered): void {
  if (cached === true) {
    cacheHits.add(1);
    return;
  }
  const provider = providerOf(target);
  answers.add(1, { ...provider, operation });
  tokens.add(usage.prompt_tokens, { ...provider, direction: 'in' });
  tokens.add(usage.completion_tokens, { ...provider, direction: 'out' });
  if (price.costNanoUsd === null) unpriced.add(1, provider);
  else cost.add(price.costNanoUsd, provider);
  overhead.record(Math.max(0, overheadMs) / 1000, { operation });
}

/** The providers of the platform by name; those of tenants, which are many, together. */
function providerOf({ provider }: Target): { readonly provider: string } {
  return { provider: provider.tenantId === null ? provider.slug : 'of-tenants' };
}

function whose({ requestId, caller, viewer }: RequestContext): Readonly<Record<string, unknown>> {
  return { requestId, caller, tenantId: viewer?.tenantId ?? null };
}

function codeOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error && 'code' in error ? { code: error.code, reason: error.message } : { err: error };
}
