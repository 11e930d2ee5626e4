import { expect, test } from 'vitest';
import { hasPattern } from '../src/index.ts';

test.each([
  [{ properties: { q: { type: 'string', pattern: '^(a+)+$' } } }],
  [{ patternProperties: { '^a': {} } }],
  [{ anyOf: [{}, { items: { pattern: 'x' } }] }],
])('a schema with a regular expression is found: %j', (schema) => {
  expect(hasPattern(schema)).toBe(true);
});

test('a property that is only named pattern is none', () => {
  expect(hasPattern({ properties: { pattern: { type: 'string' } } })).toBe(false);
});
