import { describe, expect, test } from 'vitest';
import type { StepView } from '../src/execution/execution-view.ts';
import { axisMarks, placeOnSpan, spanOf } from '../src/execution/span.ts';
import { rootCause, stepRows } from '../src/features/run/step-tree.ts';

const step = (id: string, over: Partial<StepView> = {}): StepView => ({
  id,
  key: id,
  parentId: null,
  type: 'LLM_INVOCATION',
  name: id,
  status: 'SUCCEEDED',
  attempt: 1,
  startedAt: 1000,
  durationMs: 100,
  cost: null,
  unpriced: false,
  tokens: null,
  modelName: null,
  note: null,
  error: null,
  earlier: [],
  details: null,
  call: null,
  ...over,
});
const all = { text: '', only: undefined, criticalPath: new Set<string>() };
const steps = [
  step('plan'),
  step('search', { parentId: 'plan', durationMs: 900 }),
  step('answer', { status: 'FAILED' }),
];

describe('the tree of steps', () => {
  test('puts steps below their parent, with level and place', () => {
    expect(
      stepRows(steps, new Set(), all).map(({ step: { id }, level, position, siblings }) => [
        id,
        level,
        position,
        siblings,
      ]),
    ).toEqual([
      ['plan', 1, 1, 2],
      ['search', 2, 1, 1],
      ['answer', 1, 2, 2],
    ]);
  });

  test('hides what is folded, but a filter finds it with its parent', () => {
    expect(stepRows(steps, new Set(['plan']), all).map(({ step: { id } }) => id)).toEqual(['plan', 'answer']);
    expect(stepRows(steps, new Set(['plan']), { ...all, only: 'slow' }).map(({ step: { id } }) => id)).toEqual([
      'plan',
      'search',
    ]);
    expect(stepRows(steps, new Set(), { ...all, only: 'errors' }).map(({ step: { id } }) => id)).toEqual(['answer']);
  });

  test('shows a step whose parent is not known at the top', () => {
    expect(stepRows([step('orphan', { parentId: 'gone' })], new Set(), all)[0]?.level).toBe(1);
  });

  test('finds the deepest failed step as the root cause', () => {
    const failed = [step('outer', { status: 'FAILED' }), step('inner', { status: 'FAILED', parentId: 'outer' })];
    expect(rootCause(failed, null)).toBe('inner');
    expect(rootCause(failed, 'outer')).toBe('outer');
    expect(rootCause([step('fine')], undefined)).toBeNull();
  });
});

describe('the time line', () => {
  test('reaches from the first start to the last end, and to now while a step runs', () => {
    expect(spanOf(steps, 1000, 5000)).toEqual({ start: 1000, end: 1900 });
    expect(spanOf([step('running', { durationMs: null })], 1000, 5000)).toEqual({ start: 1000, end: 5000 });
  });

  test('places a bar by its share', () => {
    expect(placeOnSpan({ start: 0, end: 1000 }, 250, 500)).toEqual({ left: '25.00%', width: 'max(3px, 25.00%)' });
  });

  test('has a few round marks', () => {
    expect(axisMarks(9840)).toEqual([0, 2000, 4000, 6000, 8000]);
    expect(axisMarks(1370)).toEqual([0, 500, 1000]);
  });
});
