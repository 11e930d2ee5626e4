import { expect, test } from 'vitest';
import { stepDifferences, type ComparedStep } from '../src/analysis/step-differences.ts';
import { valueDifferences } from '../src/analysis/value-differences.ts';
import { type PlannedStep, planRetry } from '../src/retry/retry-plan.ts';

function step(id: string, position: number, overrides: Partial<PlannedStep> = {}): PlannedStep {
  return {
    id,
    key: id,
    parentId: null,
    type: 'VECTOR_SEARCH',
    name: id,
    status: 'SUCCEEDED',
    position,
    effect: null,
    error: null,
    cost: null,
    unpriced: false,
    isAnswered: true,
    ...overrides,
  };
}

const planned = (steps: readonly PlannedStep[], from: string | null) => {
  const { reused, reruns, ...rest } = planRetry('exe_1', steps, from);
  return { ...rest, reused: reused.map(({ id }) => id), reruns: reruns.map(({ id }) => id) };
};

test('what came before the step and has an answer is reused; what has none runs again', () => {
  const steps = [step('a', 1), step('b', 2, { status: 'FAILED', isAnswered: false }), step('c', 3), step('d', 4)];
  expect(planned(steps, 'c')).toMatchObject({ reused: ['a'], reruns: ['b', 'c', 'd'] });
  expect(planned(steps, null)).toMatchObject({ reused: [], reruns: ['a', 'b', 'c', 'd'] });
});

test('a step that holds one that runs again runs again, its other parts are reused', () => {
  const steps = [
    step('whole', 1),
    step('one', 2, { parentId: 'whole' }),
    step('two', 3, { parentId: 'whole' }),
    step('three', 4, { parentId: 'two' }),
  ];
  expect(planned(steps, 'three')).toMatchObject({ reused: ['one'], reruns: ['whole', 'two', 'three'] });
});

test('the approval of a call that is made again is asked for again', () => {
  const steps = [
    step('p', 1, { key: 'approve/model/0/tool:crm/pay/0', type: 'APPROVAL' }),
    step('q', 2, { key: 'approve/model/0/tool:crm/ask/1/again/1', type: 'APPROVAL' }),
    step('ask', 3, { key: 'model/0/tool:crm/ask/1' }),
    step('pay', 4, { key: 'model/0/tool:crm/pay/0' }),
  ];
  expect(planned(steps, 'pay')).toMatchObject({ reused: ['q', 'ask'], reruns: ['p', 'pay'] });
});

test('effects that would happen again are those that happened or may have; a price that is not known stays unknown', () => {
  const failed = (code: 'TOOL_TIMEOUT' | 'TOOL_REFUSED') =>
    ({
      effect: 'ONCE',
      status: 'FAILED',
      error: { code, message: '', hint: null, retryable: false, stepId: null },
    }) as const;
  const steps = [
    step('read', 1, { effect: 'READ' }),
    step('done', 2, { effect: 'KEYED', cost: 5 }),
    step('doubt', 3, failed('TOOL_TIMEOUT')),
    step('refused', 4, failed('TOOL_REFUSED')),
  ];
  const plan = planned(steps, null);
  expect(plan.repeated.map(({ id }) => id)).toEqual(['done', 'doubt']);
  expect(plan).toMatchObject({ estimatedCost: 5, unpriced: false });
  expect(planned([...steps, step('ask', 5, { type: 'LLM_INVOCATION' })], null)).toMatchObject({
    estimatedCost: null,
    unpriced: true,
  });
});

test('a step that is not in the journal, or was skipped, is no place to begin', () => {
  const steps = [step('a', 1), step('b', 2, { status: 'SKIPPED' })];
  for (const from of ['never', 'b'])
    expect(() => planned(steps, from)).toThrow(expect.objectContaining({ code: 'STEP_NEVER_RAN' }));
});

test('steps of two runs are matched by key, and those of one side stand where they came', () => {
  const compared = (key: string, position: number, overrides: Partial<ComparedStep> = {}): ComparedStep => ({
    id: key,
    key,
    position,
    status: 'SUCCEEDED',
    inputHash: 'i',
    outputHash: 'o',
    durationMs: 10,
    cost: 1,
    ...overrides,
  });
  const left = [compared('a', 1), compared('b', 2), compared('c', 3)];
  const right = [
    compared('a', 1, { status: 'REUSED', durationMs: 15 }),
    compared('x', 2),
    compared('c', 3, { outputHash: 'p', cost: null }),
  ];
  expect(stepDifferences(left, right)).toMatchObject([
    { key: 'a', kind: 'SAME', durationDifferenceMs: 5, costDifference: 0 },
    { key: 'b', kind: 'REMOVED', right: null, durationDifferenceMs: null },
    { key: 'x', kind: 'ADDED', left: null },
    { key: 'c', kind: 'CHANGED', inputChanged: false, outputChanged: true, costDifference: null },
  ]);
});

test('two JSON values differ at their deepest places', () => {
  const left = { a: 1, list: [1, { x: 'one' }], gone: true };
  const right = { a: 1, list: [1, { x: 'two' }, 3], kind: {} };
  expect(valueDifferences(left, right)).toEqual([
    { path: ['list', '1', 'x'], left: 'one', right: 'two' },
    { path: ['list', '2'], left: null, right: 3 },
    { path: ['gone'], left: true, right: null },
    { path: ['kind'], left: null, right: {} },
  ]);
  expect(valueDifferences(null, null)).toEqual([]);
  expect(valueDifferences(null, 'x')).toEqual([{ path: [], left: null, right: 'x' }]);
});
