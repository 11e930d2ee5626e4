import type { CallBound } from '@aether/runtime';

/** Nano-USD per million tokens, and what bounds an answer. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly maximumOutputTokens: number | null;
}

const MILLION = 1_000_000;

/** A call with what bounds its cost. */
export interface PricedCall {
  readonly price: ModelPrice;
  readonly call: CallBound;
}

/** A call that costs the same each time, as one of a single token. */
export function fixedPrice(nanoUsd: number): PricedCall {
  const price = { inputPerMillion: nanoUsd * MILLION, outputPerMillion: 0, maximumOutputTokens: null };
  return { price, call: { promptBytes: 1, maximumOutputTokens: 0 } };
}

/** Of an agent that names no limit of its own: the request is sent with this one, for the most of a call not to be the longest of all answers. */
const USUAL_OUTPUT_TOKENS = 8_192;

/** Tokens that the answer of a call may have, and is limited to. */
export function outputTokensOf({ maximumOutputTokens }: ModelPrice, call: CallBound): number {
  return Math.min(call.maximumOutputTokens ?? USUAL_OUTPUT_TOKENS, maximumOutputTokens ?? Infinity);
}

/** The most that a call may cost. A token is at least one byte, so no prompt has more tokens than bytes. */
export function mostOf(price: ModelPrice, call: CallBound): number {
  const output = outputTokensOf(price, call);
  return Math.ceil((call.promptBytes * price.inputPerMillion + output * price.outputPerMillion) / MILLION);
}

/** The most that a call has cost which broke off: its prompt, and the bytes of the answer that came. */
export function mostUntil(price: ModelPrice, call: CallBound, answeredBytes: number): number {
  const cost = (call.promptBytes * price.inputPerMillion + answeredBytes * price.outputPerMillion) / MILLION;
  return Math.min(mostOf(price, call), Math.ceil(cost));
}
