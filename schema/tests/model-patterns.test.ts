import { expect, test } from 'vitest';
import { matchesModel, MODEL_PATTERN } from '../src/index.ts';

test.each([
  ['openai/gpt-4o', 'openai/gpt-4o', true],
  ['openai/gpt-4o', 'openai/gpt-4o-mini', false],
  ['openai/*', 'openai/gpt-4o', true],
  ['openai/*', 'azure/openai/gpt-4o', false],
  ['*/gpt-*-mini', 'openai/gpt-4o-mini', true],
  ['*/gpt-*-mini', 'openai/gpt-mini', false],
  ['a*a', 'a', false],
  ['agent:*', 'agent:desk', true],
  ['agent:*', 'openai/gpt-4o', false],
  ['*', 'anything/at-all', true],
  ['openai/*', 'openai/gpt-*', true],
  ['openai/gpt-*', 'openai/*', false],
])('%s allows %s: %s', (pattern, model, isAllowed) => {
  expect(matchesModel([pattern], model)).toBe(isAllowed);
});

test('a pattern of many stars is judged at once', () => {
  const began = performance.now();
  expect(matchesModel([`${'*a'.repeat(90)}*b`], 'a'.repeat(5_000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test.each(['', 'a b', 'a\n', '<x>', 'x'.repeat(201)])('%j is no pattern', (text) => {
  expect(MODEL_PATTERN.test(text)).toBe(false);
});
