import type { Viewer } from './viewer.ts';

/** What an API key itself is limited in, beside its budgets, in words for people. */
export function limitsOfKey({
  models,
  tools,
  tokensPerMinute,
}: NonNullable<Viewer['apiKey']>): readonly ('models' | 'tools' | 'tokens')[] {
  return [
    ...(models.length > 0 ? (['models'] as const) : []),
    ...(tools.length > 0 ? (['tools'] as const) : []),
    ...(tokensPerMinute === null ? [] : (['tokens'] as const)),
  ];
}
