import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkedConfiguration, type CheckKind, configurationOf } from '../src/check.ts';
import { type Answer, textOf, valueAt } from '../src/checks/answer.ts';
import { cellScore } from '../src/checks/cell-score.ts';
import { PatternMatcher } from '../src/checks/pattern-matcher.ts';
import { type PlainKind, plainCheck } from '../src/checks/plain-check.ts';
import { schemaProblem } from '../src/checks/schema-check.ts';
import { cosine } from '../src/scoring/cosine.ts';

const answer: Answer = {
  output: { answer: 'Within 30 days.', order: { id: 'A/1', items: [7, 8] } },
  citations: [{ documentTitle: 'Handbook', quote: 'Within 30 days.' }],
  durationMs: 1_200,
  cost: 5_000,
  tools: ['crm/find'],
};

function passes(kind: PlainKind, configuration: Record<string, unknown>, of: Answer = answer): boolean {
  return plainCheck(kind, configurationOf(kind, checkedConfiguration(kind as CheckKind, configuration, [])), of).passed;
}

test.each<[PlainKind, Record<string, unknown>, boolean]>([
  ['EQUALS', { value: 'Within 30 days.' }, true],
  ['EQUALS', { value: 'within 30 days.' }, false],
  ['EQUALS', { value: [7, 8], path: '/order/items' }, true],
  ['EQUALS', { value: 8, path: '/order/items/1' }, true],
  ['EQUALS', { value: 8, path: '/order/items/9' }, false],
  ['CONTAINS', { text: '30 DAYS' }, true],
  ['CONTAINS', { text: '30 DAYS', ignoreCase: false }, false],
  ['CONTAINS', { text: 'A/1', path: '/order/id' }, true],
  ['SCHEMA', { schema: { type: 'object', required: ['answer'] } }, true],
  ['SCHEMA', { schema: { type: 'object', required: ['refund'] } }, false],
  ['TOOL_CALLED', { tool: 'crm/find' }, true],
  ['TOOL_CALLED', { tool: 'crm/update' }, false],
  ['CITED', {}, true],
  ['CITED', { minimum: 2 }, false],
  ['COST_BELOW', { nanoUsd: 5_001 }, true],
  ['COST_BELOW', { nanoUsd: 5_000 }, false],
  ['DURATION_BELOW', { milliseconds: 1_201 }, true],
  ['DURATION_BELOW', { milliseconds: 1_200 }, false],
])('%s with %j: %s', (kind, configuration, expected) => {
  expect(passes(kind, configuration)).toBe(expected);
});

test('a cost that is not known is below nothing', () => {
  expect(passes('COST_BELOW', { nanoUsd: 1e12 }, { ...answer, cost: null })).toBe(false);
});

test('a pointer finds what it names, also names with its own marks, and no inherited member', () => {
  expect(valueAt({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1);
  expect(valueAt({}, '/constructor')).toBeUndefined();
  expect(textOf({ total: 7 })).toBe('{"total":7}');
});

test('a schema that cannot be compiled, or that would run a pattern, is named', () => {
  expect(schemaProblem({ type: 'object' })).toBeNull();
  expect(schemaProblem({ type: 'nothing' })).toMatch(/JSON Schema 2020-12/u);
  expect(schemaProblem({ properties: { a: { pattern: '(a+)+$' } } })).toMatch(/PATTERN/u);
  expect(schemaProblem({ properties: { pattern: { type: 'string' } } })).toBeNull();
});

describe('patterns', () => {
  const patterns = new PatternMatcher();
  afterAll(() => patterns[Symbol.asyncDispose]());

  test('are found or not', async () => {
    expect(await patterns.matches(String.raw`\d+ days`, 'Within 30 days.')).toMatchObject({ passed: true });
    expect(await patterns.matches('^30', 'Within 30 days.')).toMatchObject({ passed: false });
  });

  test('that backtrack without end are given up, and the next ones go on', async () => {
    const [endless, next] = await Promise.all([
      patterns.matches('^(a+)+$', `${'a'.repeat(60)}!`),
      patterns.matches('a', 'a'),
    ]);
    expect(endless).toMatchObject({ passed: false, score: 0 });
    expect(endless.reason).toMatch(/took longer than 250 ms/u);
    expect(next.passed).toBe(true);
  });
});

describe('the score of a cell', () => {
  const results = fc.array(
    fc.record({
      weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
      result: fc.record({
        passed: fc.boolean(),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        reason: fc.string({ minLength: 1 }),
      }),
    }),
    { minLength: 1, maxLength: 20 },
  );

  test('lies between 0 and 10, and between its least and its greatest part', () => {
    fc.assert(
      fc.property(results, (given) => {
        const { score } = cellScore(given);
        const parts = given.map(({ result }) => result.score * 10);
        expect(score).toBeGreaterThanOrEqual(Math.min(...parts) - 1e-9);
        expect(score).toBeLessThanOrEqual(Math.max(...parts) + 1e-9);
      }),
    );
  });

  test('grows with any of its parts, and passes only when all do', () => {
    fc.assert(
      fc.property(results, (given) => {
        const [first, ...rest] = given;
        if (first === undefined) return;
        const better = cellScore([{ ...first, result: { ...first.result, score: 1 } }, ...rest]);
        expect(better.score ?? 0).toBeGreaterThanOrEqual((cellScore(given).score ?? 0) - 1e-9);
        expect(better.passed).toBe(given.every(({ result }) => result.passed));
      }),
    );
  });

  test('is absent when nothing was checked', () => {
    expect(cellScore([])).toEqual({ score: null, passed: null, reasoning: 'Nothing was checked.' });
  });
});

test('likeness is that of direction: 1 for the same, 0 for none', () => {
  expect(cosine([1, 2], [2, 4])).toBeCloseTo(1);
  expect(cosine([1, 0], [0, 1])).toBe(0);
  expect(cosine([1, 0], [-1, 0])).toBe(0);
  expect(cosine([0, 0], [1, 1])).toBe(0);
});
