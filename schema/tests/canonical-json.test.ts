import { canonicalJson } from '@aether/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('members are sorted by code units at every depth, without white space', () => {
  expect(canonicalJson({ b: [{ z: 1, a: 'ä' }], a: null, B: true })).toBe('{"B":true,"a":null,"b":[{"a":"ä","z":1}]}');
});

test('the text says the same as the value, and the order of members does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(text);
    }),
  );
});

test('what JSON cannot say is refused instead of changed', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, () => 1, [undefined]]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});
