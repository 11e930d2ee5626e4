import type { Viewer } from '@aether/common/security';
import { type Clock, PlatformError } from '@aether/common/service';
import type { UsageReportInput } from '@aether/schema/internal/executions';
import { CancelledError } from '../errors.ts';
import { type Price, priceOfUsage } from '../prices/price-of-usage.ts';
import { wholeCost } from '../prices/whole-cost.ts';
import type { Target } from '../routing/target.ts';
import type { Usage } from '../wire/chat-completion.ts';
import { countTokens } from '../wire/count-tokens.ts';
import { type CallBound, mostOf } from './call-bound.ts';
import type { HeldSlice } from './held-slice.ts';
import { isUnpaid } from './is-unpaid.ts';

export type CallOperation = 'chat' | 'embeddings' | 'images' | 'speech' | 'transcription';

interface PaidCallFacts {
  readonly callId: string;
  readonly viewer: Viewer;
  readonly operation: CallOperation;
  readonly target: Target;
  readonly clock: Clock;
  readonly bound: () => CallBound;
  /** What has come of the answer is known: it comes in pieces. */
  readonly isStream: boolean;
  readonly held: { readonly slice: HeldSlice; readonly amount: number } | null;
  readonly onEnded: (row: UsageReportInput) => void;
}

/** One attempt at a model outside of runs, from before it goes out until its cost is known. It ends once; what comes later changes nothing. */
export class PaidCall {
  readonly #of: PaidCallFacts;
  readonly #startedMs: number;
  #isOpen = true;
  #text = '';
  #usage: Usage | null = null;

  constructor(of: PaidCallFacts) {
    this.#of = of;
    this.#startedMs = of.clock.monotonicMs();
  }

  /** The request is sent with this limit, for what is reserved to be the most; null = as it is. */
  get outputLimit(): number | null {
    const { held, bound } = this.#of;
    return held === null ? null : bound().outputLimit;
  }

  /** This much of the answer has come, and what its vendor has counted so far. */
  answered(text: string, usage: Usage | null = null): void {
    this.#text += text;
    this.#usage = usage ?? this.#usage;
  }

  /** @param price unpriced = the call was answered, and nobody knows for how much: it counts at its most */
  settle(usage: Pick<Usage, 'prompt_tokens' | 'completion_tokens' | 'prompt_tokens_details'>, price: Price): void {
    this.#end(usage, price, null);
  }

  /** The answer came whole and was paid, and is of no use. */
  useless(usage: Usage, price: Price, error: unknown): void {
    this.#end(usage, price, codeOf(error));
  }

  /** The call failed. It is free only when it surely was; else it has cost what its vendor said, or the most that may have been paid. */
  fail(error: unknown): void {
    if (!this.#isOpen) return;
    const { target, bound, clock, held } = this.#of;
    const code = codeOf(error);
    if (this.#usage !== null) return this.#end(this.#usage, priceOfUsage(target, this.#usage, clock.now()), code);
    if (this.#text === '' && (isUnpaid(error) || target.builtIn)) {
      this.#isOpen = false;
      held?.slice.settle(held.amount, 0);
      return;
    }
    const { promptTokens } = bound();
    const cost = mostOf(target, { promptTokens, outputTokens: this.#mostCome(code), outputLimit: null }, clock.now());
    const price = { costNanoUsd: cost, unpriced: cost === null };
    this.#end({ prompt_tokens: promptTokens, completion_tokens: countTokens(this.#text) }, price, code);
  }

  /** Of a stream that was left, what came of it; unless thoughts go before it, of which nobody is sent all. */
  #mostCome(code: string): number {
    const { isStream, target, bound } = this.#of;
    const { outputTokens } = bound();
    const isSeen = isStream && (this.#text !== '' || code === 'CANCELLED');
    if (!isSeen || target.capabilities.includes('REASONING')) return outputTokens;
    return Math.min(outputTokens, Buffer.byteLength(this.#text));
  }

  /** The caller went away in the middle of it. */
  left(): void {
    if (this.#isOpen) this.fail(new CancelledError());
  }

  #end(
    usage: Pick<Usage, 'prompt_tokens' | 'completion_tokens' | 'prompt_tokens_details'>,
    { costNanoUsd, unpriced }: Price,
    errorCode: string | null,
  ): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { held, viewer, target, operation, clock, callId, onEnded } = this.#of;
    const cost = costNanoUsd === null ? null : wholeCost(costNanoUsd);
    held?.slice.settle(held.amount, cost ?? held.amount);
    onEnded({
      callId,
      startedById: viewer.userId ?? viewer.serviceAccountId ?? '',
      apiKeyId: viewer.apiKey?.id ?? null,
      modelId: target.id,
      model: target.slug,
      operation,
      promptTokens: wholeTokens(usage.prompt_tokens),
      completionTokens: wholeTokens(usage.completion_tokens),
      cachedTokens: wholeTokens(usage.prompt_tokens_details?.cached_tokens ?? 0),
      cost,
      unpriced: unpriced || cost === null,
      durationMs: clock.monotonicMs() - this.#startedMs,
      errorCode,
      ownKey: target.provider.ownKeyOf !== null,
      at: clock.now().toISOString(),
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof PlatformError ? error.code : 'INTERNAL_SERVER_ERROR';
}

/** No vendor counts more of them in one call; sums stay safe integers. */
function wholeTokens(count: number): number {
  return Math.min(Math.max(0, Math.round(count)), 1e12);
}
