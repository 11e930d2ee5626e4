import type { StepRecord } from '../db/step-records.ts';

export type DifferenceKind = 'SAME' | 'CHANGED' | 'ADDED' | 'REMOVED';

/** What two steps are compared by; `outputHash` null = it has no output. */
export type ComparedStep = Pick<
  StepRecord,
  'id' | 'key' | 'position' | 'status' | 'inputHash' | 'durationMs' | 'cost'
> & {
  readonly outputHash: string | null;
};

export interface StepDifferenceFacts<Step> {
  readonly key: string;
  readonly kind: DifferenceKind;
  readonly left: Step | null;
  readonly right: Step | null;
  readonly inputChanged: boolean;
  readonly outputChanged: boolean;
  /** Right minus left. */
  readonly durationDifferenceMs: number | null;
  readonly costDifference: number | null;
}

/** The steps of two runs side by side, by key; in the order of the left one, those of the right one alone where they came. */
export function stepDifferences<Step extends ComparedStep>(
  left: readonly Step[],
  right: readonly Step[],
): readonly StepDifferenceFacts<Step>[] {
  const rightByKey = new Map(right.map((step) => [step.key, step]));
  const leftKeys = new Set(left.map(({ key }) => key));
  const placed = left.map((step) => ({ place: step.position, rows: [row(step, rightByKey.get(step.key) ?? null)] }));
  const added = right
    .filter(({ key }) => !leftKeys.has(key))
    .map((step) => ({ place: step.position, rows: [row(null, step)] }));
  // `toSorted` keeps the order of equal places: the left one is first.
  return [...placed, ...added].toSorted((one, other) => one.place - other.place).flatMap(({ rows }) => rows);
}

function row<Step extends ComparedStep>(left: Step | null, right: Step | null): StepDifferenceFacts<Step> {
  const both = left !== null && right !== null;
  const inputChanged = both && left.inputHash !== right.inputHash;
  const outputChanged = both && left.outputHash !== right.outputHash;
  const isSame = both && !inputChanged && !outputChanged && outcome(left) === outcome(right);
  return {
    key: left?.key ?? right?.key ?? '',
    kind: left === null ? 'ADDED' : right === null ? 'REMOVED' : isSame ? 'SAME' : 'CHANGED',
    left,
    right,
    inputChanged,
    outputChanged,
    durationDifferenceMs: both ? difference(left.durationMs, right.durationMs) : null,
    costDifference: both ? difference(left.cost, right.cost) : null,
  };
}

/** A step that was reused ended as the one that it was taken from. */
function outcome({ status }: ComparedStep): string {
  return status === 'REUSED' ? 'SUCCEEDED' : status;
}

function difference(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : right - left;
}
