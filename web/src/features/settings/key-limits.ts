import { nanoOf } from './budget-words.ts';

/** What is typed into the form of a key; empty = no limit. */
export interface KeyLimits {
  readonly models: string;
  readonly tools: string;
  readonly requestsPerMinute: string;
  readonly tokensPerMinute: string;
  /** Dollars each month. */
  readonly budget: string;
}

export const NO_LIMITS: KeyLimits = { models: '', tools: '', requestsPerMinute: '', tokensPerMinute: '', budget: '' };

export interface ReadLimits {
  readonly models: string[];
  readonly tools: string[];
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** Nano-USD. */
  readonly budget: number | null;
}

/** What the form means, or what is wrong in it. */
export function readLimits(typed: KeyLimits): ReadLimits | { readonly problem: string } {
  const requestsPerMinute = countOf(typed.requestsPerMinute);
  if (requestsPerMinute === undefined) return { problem: 'Requests a minute: a whole number above 0.' };
  const tokensPerMinute = countOf(typed.tokensPerMinute);
  if (tokensPerMinute === undefined) return { problem: 'Tokens a minute: a whole number above 0.' };
  const budget = typed.budget.trim() === '' ? null : nanoOf(typed.budget);
  if (budget === null && typed.budget.trim() !== '')
    return { problem: 'The budget is an amount in dollars, for example 25 or 0.50.' };
  return {
    models: patternsOf(typed.models),
    tools: patternsOf(typed.tools),
    requestsPerMinute,
    tokensPerMinute,
    budget,
  };
}

function patternsOf(text: string): string[] {
  return text.split(/[\s,]+/u).filter((pattern) => pattern !== '');
}

/** A whole number above 0; null = empty, undefined = something else. */
export function countOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^[1-9]\d{0,8}$/u.test(trimmed) ? Number(trimmed) : undefined;
}

const count = new Intl.NumberFormat('en-US');

/** The limits of a key in words; null = it has none. */
export function limitWords({
  models,
  tools,
  requestsPerMinute,
  tokensPerMinute,
}: {
  readonly models: readonly string[];
  readonly tools: readonly string[];
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}): string | null {
  const words = [
    models.length === 0 ? null : models.join(', '),
    tools.length === 0 ? null : tools.join(', '),
    requestsPerMinute === null ? null : `${count.format(requestsPerMinute)} requests/min`,
    tokensPerMinute === null ? null : `${count.format(tokensPerMinute)} tokens/min`,
  ].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(' · ');
}
