import { PlatformError } from '@aether/common/service';
import type { ErrorCode, JsonObject } from '@aether/schema';
import type { OpenAI } from 'openai';
import { BudgetExhaustedError } from '../errors.ts';
import type { CallBound, Journal } from '../journal.ts';
import { budgetLeft } from '../loop/budget-left.ts';
import { modelError } from '../loop/model-error.ts';
import { hasOwnKey } from '../loop/has-own-key.ts';
import { payingHeaders } from '../loop/paying-headers.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

/** What a model painted or spoke. */
export interface MediaBytes {
  /** Null = it answered without any. */
  readonly base64: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly headers: Headers;
}

/** What goes along with the request. */
interface MediaOptions {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

export interface MediaCall {
  readonly key: string;
  /** Of the step, for people. */
  readonly name: string;
  readonly model: string;
  /** What is painted or spoken. */
  readonly text: string;
  readonly settings: JsonObject;
  ask(client: OpenAI, options: MediaOptions): Promise<MediaBytes>;
}

/** The bytes; or why there is no model that could make them. */
export type MediaAnswer = { readonly base64: string | null } | { readonly lacking: string };

/** There is no such model, or it cannot do this: asking again would not help. */
const LACKING: readonly ErrorCode[] = ['MODEL_NOT_FOUND', 'MODEL_GONE', 'MODEL_INCAPABLE'];
/** No vendor counts more for one image or one part of a speech; where one counts nothing, the call counts at this most. */
const MOST_TOKENS = 8_192;

/**
 * One call of a model that paints or speaks, as one step: its most is reserved in the budgets before it goes out, and its bytes are in the
 * journal when it ends, so that no resume pays for it again. Like every call of a model it begins again after a crash in its middle.
 * @throws BudgetExhaustedError, BudgetRefusedError before a call that does not fit
 */
export async function callMedia(journal: Journal, parts: RuntimeParts, call: MediaCall): Promise<MediaAnswer> {
  const { key, name, model, text, settings } = call;
  const { run } = journal;
  if (run.budget !== null && run.budget > 0 && journal.spent() >= run.budget)
    throw new BudgetExhaustedError(run.budget, journal.spent());
  const bound = (): CallBound => ({ promptBytes: Buffer.byteLength(text), maximumOutputTokens: MOST_TOKENS });
  const input = { model, text, ...settings };
  const definition = { key, type: 'LLM_INVOCATION' as const, name, model, input, prompt: text, bound };
  return journal.step<MediaAnswer>(definition, async (step) => {
    let answer: MediaBytes;
    try {
      const options = { signal: step.signal, headers: payingHeaders(step) };
      answer = await call.ask(parts.modelClient(run, budgetLeft(journal)), options);
    } catch (error) {
      if (hasOwnKey(error)) step.paidWithOwnKey?.();
      step.signal.throwIfAborted();
      const told = modelError(error, model);
      if (!(told instanceof PlatformError) || !LACKING.includes(told.code)) throw told;
      const { code, message, hint } = told;
      return {
        output: { lacking: message },
        details: { model },
        usage: null,
        failure: { code, message, hint, retryable: false },
      };
    }
    const { base64, promptTokens, completionTokens, headers } = answer;
    return {
      output: { base64 },
      details: { model, ...settings, bytes: base64 === null ? 0 : Buffer.byteLength(base64, 'base64') },
      usage: {
        promptTokens,
        completionTokens,
        cachedTokens: 0,
        ...priceOf(headers),
        modelId: null,
        ownKey: headers.get('x-aether-own-key') === 'true',
      },
    };
  });
}

/** What the LLM gateway says of the price (gateway/llm/README.md). */
function priceOf(headers: Headers): { readonly cost: number | null; readonly unpriced: boolean } {
  const cost = Number(headers.get('x-aether-cost') ?? Number.NaN);
  return Number.isSafeInteger(cost) ? { cost, unpriced: false } : { cost: null, unpriced: true };
}
