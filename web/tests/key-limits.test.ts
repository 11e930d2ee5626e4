import { expect, test } from 'vitest';
import { limitWords, NO_LIMITS, readLimits } from '../src/features/settings/key-limits.ts';

test('an empty form limits nothing', () => {
  expect(readLimits(NO_LIMITS)).toEqual({
    models: [],
    tools: [],
    requestsPerMinute: null,
    tokensPerMinute: null,
    budget: null,
  });
  expect(limitWords({ models: [], tools: [], requestsPerMinute: null, tokensPerMinute: null })).toBeNull();
});

test('patterns are told apart by commas, spaces and lines', () => {
  const typed = {
    models: ' openai/*,agent:desk\n a/b ',
    tools: 'crm/*, agent/desk',
    requestsPerMinute: '60',
    tokensPerMinute: ' 40000',
    budget: '2.5',
  };
  expect(readLimits(typed)).toEqual({
    models: ['openai/*', 'agent:desk', 'a/b'],
    tools: ['crm/*', 'agent/desk'],
    requestsPerMinute: 60,
    tokensPerMinute: 40_000,
    budget: 2_500_000_000,
  });
  expect(limitWords({ models: ['openai/*'], tools: ['crm/*'], requestsPerMinute: 60, tokensPerMinute: 40_000 })).toBe(
    'openai/* · crm/* · 60 requests/min · 40,000 tokens/min',
  );
});

test.each([{ requestsPerMinute: '0' }, { requestsPerMinute: '1.5' }, { tokensPerMinute: 'many' }, { budget: '-1' }])(
  '%j is told to be wrong',
  (typed) => {
    expect(readLimits({ ...NO_LIMITS, ...typed })).toHaveProperty('problem');
  },
);
