import type { IdSource } from '@aether/schema';
import type { CellRecord, ComparisonRecord } from './comparison.ts';

/** Case by case, so that a comparison that ends early has compared what it ran. */
export function newCells({ id, variants, cases }: ComparisonRecord, ids: IdSource): readonly CellRecord[] {
  return cases.flatMap((testCase, row) =>
    variants.map((variant, column) => ({
      id: ids('cel'),
      comparisonId: id,
      variantId: variant.id,
      caseId: testCase.id,
      position: row * variants.length + column,
      round: 1,
      votes: {},
      ...FRESH,
    })),
  );
}

/** A cell that is to be run. */
export const FRESH = {
  status: 'WAITING',
  executionId: null,
  score: null,
  passed: null,
  reasoning: null,
  durationMs: null,
  firstTokenMs: null,
  cost: null,
  unpriced: false,
  totalTokens: null,
  reserved: 0,
} as const satisfies Partial<CellRecord>;
