import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellRecord } from '../src/comparison.ts';
import { FRESH } from '../src/new-cells.ts';
import { FEWEST_CASES, recommend } from '../src/statistics/recommendation.ts';
import { mean, percentile, scoreInterval, standardDeviation } from '../src/statistics/sample.ts';
import { studentT, studentTQuantile } from '../src/statistics/student-t.ts';
import { variantStatistics } from '../src/statistics/variant-statistics.ts';

describe("Student's t", () => {
  // NIST/SEMATECH e-Handbook §1.3.6.7.2, upper critical values.
  test.each([
    [0.9, 1, 3.078],
    [0.95, 2, 2.92],
    [0.975, 1, 12.706],
    [0.975, 4, 2.776],
    [0.975, 9, 2.262],
    [0.975, 30, 2.042],
    [0.975, 99, 1.984],
    [0.995, 5, 4.032],
  ])('has the quantile %d with %d degrees of freedom at %d', (share, freedom, value) => {
    expect(studentTQuantile(share, freedom)).toBeCloseTo(value, 3);
  });

  const freedom = fc.integer({ min: 1, max: 200 });

  test('is symmetric, and rises', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), freedom, (t, n) => {
        expect(studentT(t, n) + studentT(-t, n)).toBeCloseTo(1, 10);
        expect(studentT(t + 0.5, n)).toBeGreaterThanOrEqual(studentT(t, n));
      }),
    );
  });

  test('its quantile is its inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), freedom, (share, n) => {
        expect(studentT(studentTQuantile(share, n), n)).toBeCloseTo(share, 8);
      }),
    );
  });
});

describe('a sample', () => {
  const scores = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 2, maxLength: 60 });

  test('its interval holds the mean and stays on the scale', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const interval = scoreInterval(values);
        expect(interval?.low).toBeGreaterThanOrEqual(0);
        expect(interval?.high).toBeLessThanOrEqual(10);
        expect(interval?.low).toBeLessThanOrEqual(mean(values) + 1e-9);
        expect(interval?.high).toBeGreaterThanOrEqual(mean(values) - 1e-9);
      }),
    );
  });

  test('its interval narrows when the same values come again', () => {
    const width = (values: readonly number[]): number => {
      const interval = scoreInterval(values);
      return interval === null ? Number.NaN : interval.high - interval.low;
    };
    expect(width([4, 5, 6, 4, 5, 6])).toBeLessThan(width([4, 5, 6]));
  });

  test('has the interval of a textbook, and none for one value', () => {
    // x̄ = 7, s = 1.5811, t = 2.776: 7 ± 1.963
    expect(scoreInterval([5, 6, 7, 8, 9])).toEqual({ low: expect.closeTo(5.037, 3), high: expect.closeTo(8.963, 3) });
    expect(scoreInterval([7])).toBeNull();
    expect(standardDeviation([7])).toBe(0);
  });

  test('has percentiles between its values', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([1, 2], 1)).toBe(2);
    expect(percentile([], 0.5)).toBeNull();
  });
});

interface Given {
  readonly scores: readonly (number | 'failed' | null)[];
  readonly cost?: number | null;
  readonly durationMs?: number;
}

/** Cells of variants a, b, c …, one score a case. */
function cellsOf(...variants: readonly Given[]): readonly CellRecord[] {
  return variants.flatMap(({ scores, cost = 1_000, durationMs = 1_000 }, column) =>
    scores.map((score, row): CellRecord => {
      const base = { ...FRESH, id: `${column}/${row}`, comparisonId: 'cmp', variantId: 'abcdef'[column] ?? '' };
      const place = { caseId: String(row), position: row * 6 + column, round: 1, votes: {} };
      if (score === 'failed') return { ...base, ...place, status: 'FAILED' };
      const figures = { score, passed: score === null ? null : score > 5, durationMs, cost, unpriced: cost === null };
      return { ...base, ...place, ...figures, status: 'FINISHED' };
    }),
  );
}

const ofVariants = (cells: readonly CellRecord[]) =>
  [...new Set(cells.map(({ variantId }) => variantId))].toSorted().map((id) => ({ id }));
const recommended = (...variants: readonly Given[]) => {
  const cells = cellsOf(...variants);
  return recommend(ofVariants(cells), cells, (id) => id.toUpperCase());
};
const many = (score: number, cases = 12) => Array.from({ length: cases }, () => score);

describe('statistics of a variant', () => {
  test('leave out what failed, and tell an unknown cost', () => {
    const cells = cellsOf({ scores: [8, 'failed', 10] }, { scores: [null, 4, 6], cost: null });
    expect(variantStatistics(ofVariants(cells), cells)).toMatchObject([
      { variantId: 'a', finished: 2, failed: 1, score: 9, passRate: 1, costPerRun: 1_000, unpriced: false },
      { variantId: 'b', finished: 3, failed: 0, score: 5, passRate: 0.5, costPerRun: null, unpriced: true },
    ]);
  });
});

describe('a recommendation', () => {
  test('takes the better one, and the other when the scores are exchanged', () => {
    expect(recommended({ scores: many(9) }, { scores: many(5) })).toMatchObject({
      variantId: 'a',
      enoughEvidence: true,
    });
    expect(recommended({ scores: many(5) }, { scores: many(9) })).toMatchObject({
      variantId: 'b',
      enoughEvidence: true,
    });
  });

  test('takes the cheaper one of two that are as good, and the other when the prices are exchanged', () => {
    const [dear, cheap] = [
      { scores: many(8.6), cost: 28_600 },
      { scores: many(8.3), cost: 8_300 },
    ];
    expect(recommended(dear, cheap)).toMatchObject({
      variantId: 'b',
      reason: 'As good as A within 0.5 points, 8.3 against 8.6, and 71 % cheaper. 12 cases are enough to say so.',
    });
    expect(recommended({ ...dear, cost: 8_300 }, { ...cheap, cost: 28_600 }).variantId).toBe('a');
  });

  test('does not take a cheaper one that is worse than the margin, nor one without a price for cheaper', () => {
    expect(recommended({ scores: many(9), cost: 30_000 }, { scores: many(7), cost: 10 }).variantId).toBe('a');
    expect(recommended({ scores: many(9), cost: 30_000 }, { scores: many(8.8), cost: null }).variantId).toBe('a');
  });

  test('counts an answer that failed as 0', () => {
    const failing = many(10).map((score, index) => (index % 3 === 0 ? ('failed' as const) : score));
    expect(recommended({ scores: many(8) }, { scores: failing, cost: 10 }).variantId).toBe('a');
  });

  test('says when the cases are too few, and about how many would do', () => {
    const thin = recommended({ scores: [9, 4, 8] }, { scores: [8, 6, 7] });
    expect(thin).toMatchObject({ enoughEvidence: false });
    expect(thin.reason).toMatch(/3 cases are too few to separate/u);
    expect(thin.missingCases).toBeGreaterThan(0);
  });

  test('never decides on fewer cases than it asks for, however clear they are', () => {
    expect(recommended({ scores: many(10, FEWEST_CASES - 1) }, { scores: many(0, FEWEST_CASES - 1) })).toMatchObject({
      enoughEvidence: false,
      missingCases: 1,
    });
  });

  test('has nothing to say without scores, or with one variant alone', () => {
    expect(recommended({ scores: [] }, { scores: [] })).toMatchObject({ variantId: null, enoughEvidence: false });
    expect(recommended({ scores: [null] }, { scores: [null] }).reason).toMatch(/checks, or name a judge/u);
    expect(recommended({ scores: many(9) }, { scores: many(9).map(() => null) }).reason).toMatch(/nothing to compare/u);
  });

  const score = fc.integer({ min: 0, max: 100 }).map((tenth) => tenth / 10);
  const pair = fc.integer({ min: 2, max: 30 }).chain((cases) =>
    fc.record({
      left: fc.array(score, { minLength: cases, maxLength: cases }),
      right: fc.array(score, { minLength: cases, maxLength: cases }),
      costs: fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })),
    }),
  );

  test('does not depend on which variant stands first', () => {
    fc.assert(
      fc.property(pair, ({ left, right, costs }) => {
        fc.pre(mean(left) !== mean(right) && costs[0] !== costs[1]);
        const one = recommended({ scores: left, cost: costs[0] }, { scores: right, cost: costs[1] });
        const other = recommended({ scores: right, cost: costs[1] }, { scores: left, cost: costs[0] });
        expect(other.variantId).toBe(one.variantId === 'a' ? 'b' : 'a');
        expect(other.confidence).toBeCloseTo(one.confidence, 9);
      }),
    );
  });

  test('grows surer when the same cases come again, and is a probability', () => {
    fc.assert(
      fc.property(pair, ({ left, right }) => {
        const once = recommended({ scores: left }, { scores: right });
        const twice = recommended({ scores: [...left, ...left] }, { scores: [...right, ...right] });
        expect(once.confidence).toBeGreaterThanOrEqual(0);
        expect(once.confidence).toBeLessThanOrEqual(1);
        // The chosen one is at most the margin worse on average, so more of the same speaks for it.
        expect(twice.confidence).toBeGreaterThanOrEqual(once.confidence - 1e-9);
      }),
    );
  });
});
