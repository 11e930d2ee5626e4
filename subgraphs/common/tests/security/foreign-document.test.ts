import { describe, expect, test } from 'vitest';
import { readForeignDocument } from '../../src/security/index.ts';

describe('a document of other people', () => {
  test.each([
    ['JSON', '{"a": [1]}', { a: [1] }],
    ['YAML', 'a:\n  - 1\nb: &x {c: yes}\nd: *x', { a: [1], b: { c: 'yes' }, d: { c: 'yes' } }],
  ])('is read as %s', (_, text, value) => {
    expect(readForeignDocument(text)).toEqual({ value });
  });

  const laughs = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join()}]`),
  ];
  test.each([
    ['nothing', ' \n', /empty/],
    ['a page', '<!DOCTYPE html><html></html>', /HTML/],
    ['a word', 'hello', /no JSON or YAML object/],
    ['broken YAML', 'a: [1, 2', /neither JSON nor YAML/],
    ['a billion laughs', laughs.join('\n'), /alias/i],
    ['a circle', 'a: &a\n  b: *a', /levels deep/],
    ['deep JSON', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, /levels deep/],
    ['long YAML', `a: ${'x'.repeat(1_000_001)}`, /1000000 characters/],
  ])('that is %s says so', (_, text, problem) => {
    expect(readForeignDocument(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
