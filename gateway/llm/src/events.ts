import type { Logger, RequestContext } from '@aether/common/service';
import { addToSpan } from '@aether/common/telemetry';
import type { Price } from './prices/price-of-usage.ts';
import type { Target } from './routing/target.ts';
import type { Usage } from './wire/chat-completion.ts';

export interface ModelAnswered {
  readonly operation: 'chat' | 'embeddings';
  readonly target: Target;
  readonly attempts: number;
  readonly usage: Pick<Usage, 'prompt_tokens' | 'completion_tokens'>;
  readonly price: Price;
  /** Our own share of the time until the first visible token, or until the whole answer. */
  readonly overheadMs: number;
  readonly durationMs: number;
}

/** What happened at this gateway, told once. Prompts and answers are never told. */
export class GatewayEvents {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  modelAnswered(context: RequestContext, event: ModelAnswered): void {
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
    this.#logger.warn(
      { model: target.slug, tenantId: target.provider.tenantId, attempt, ...codeOf(error) },
      'an attempt at a model failed',
    );
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

function whose({ requestId, caller, viewer }: RequestContext): Readonly<Record<string, unknown>> {
  return { requestId, caller, tenantId: viewer?.tenantId ?? null };
}

function codeOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error && 'code' in error ? { code: error.code, reason: error.message } : { err: error };
}
