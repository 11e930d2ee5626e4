import { expect, test } from 'vitest';
import { cheaperModel, type ComparedModel } from '../src/analysis/cheaper-model.ts';
import { criticalPath, summarizeChain } from '../src/chain-summary.ts';
import { rootCause } from '../src/diagnosis.ts';
import type { StepOutline } from '../src/step-outline.ts';

function step(
  id: string,
  startedAtMs: number,
  durationMs: number | null,
  overrides: Partial<StepOutline> = {},
): StepOutline {
  return {
    id,
    key: id,
    name: id,
    startedAtMs,
    durationMs,
    parentId: null,
    type: 'VECTOR_SEARCH',
    status: durationMs === null ? 'STARTED' : 'SUCCEEDED',
    attempt: 1,
    attempts: null,
    inputHash: id,
    cost: 0,
    unpriced: false,
    promptTokens: null,
    completionTokens: null,
    cachedTokens: null,
    effect: null,
    modelId: null,
    promptPrefix: null,
    ...overrides,
  };
}

test('the critical path of parallel steps goes through the slowest', () => {
  const steps = [step('a', 0, 10), step('b', 10, 50), step('c', 10, 20), step('d', 60, 30)];
  expect(criticalPath(steps)).toEqual(['a', 'b', 'd']);
});

test('steps that contain others and steps that still run are not on the critical path', () => {
  expect(
    criticalPath([step('parent', 0, 100), step('child', 10, 90, { parentId: 'parent' }), step('open', 100, null)]),
  ).toEqual(['child']);
});

test('a step of more than 30 % of the run is a bottleneck when it is on the critical path', () => {
  const summary = summarizeChain([step('a', 0, 10), step('b', 10, 80), step('c', 10, 70)], 100);
  expect(summary.bottlenecks).toMatchObject([{ stepId: 'b', share: 0.8 }]);
});

test('an unknown price makes the total unknown, never 0', () => {
  const summary = summarizeChain([step('a', 0, 1, { cost: 5 }), step('b', 1, 1, { cost: null, unpriced: true })], 2);
  expect(summary).toMatchObject({ totalCost: 5, unpriced: true });
  const unknown = summarizeChain([step('a', 0, 1, { cost: null, unpriced: true })], 1);
  expect(unknown).toMatchObject({ totalCost: null, unpriced: true });
});

test('repeated searches, large prompts for short answers and lost attempts are opportunities', () => {
  const lost = { number: 1, startedAt: '', durationMs: 40, cost: 7, unpriced: false, modelId: null, error: null };
  const { optimizationOpportunities } = summarizeChain(
    [
      step('a', 0, 10, { inputHash: 'same' }),
      step('b', 10, 20, { inputHash: 'same' }),
      step('c', 30, 20, { type: 'LLM_INVOCATION', promptTokens: 9_000, completionTokens: 20 }),
      step('d', 50, 20, { type: 'LLM_INVOCATION', attempt: 2, attempts: [lost] }),
    ],
    100,
  );
  expect(optimizationOpportunities).toMatchObject([
    { code: 'REPEATED_SEARCH', stepIds: ['a', 'b'], savingMs: 20 },
    { code: 'OVERSIZED_CONTEXT', stepIds: ['c'], savingMs: null },
    { code: 'RETRIES', stepIds: ['d'], savingMs: 40, saving: 7 },
  ]);
});

test('the root cause is the deepest failed step', () => {
  const failed = { status: 'FAILED', error: null, name: '' } as const;
  const steps = [
    { id: 'a', parentId: null, position: 1, ...failed },
    { id: 'b', parentId: 'a', position: 2, ...failed },
    { id: 'c', parentId: null, position: 3, ...failed },
  ];
  expect(rootCause(steps)?.id).toBe('b');
});

test('calls of one model answer that only read and ran one after the other could run side by side', () => {
  const call = (key: string, startedAtMs: number, effect: 'READ' | 'ONCE' = 'READ') =>
    step(key, startedAtMs, 100, { type: 'TOOL_EXECUTION', effect });
  const codes = (steps: readonly StepOutline[]) =>
    summarizeChain(steps, 1_000).optimizationOpportunities.map(({ code, savingMs }) => [code, savingMs]);
  const [one, two] = ['model/0/tool:crm/a/0', 'model/0/tool:crm/b/1'];
  expect(codes([call(one, 0), call(two, 100)])).toEqual([['INDEPENDENT_IN_SEQUENCE', 100]]);
  expect(codes([call(one, 0), call(two, 10)])).toEqual([]);
  expect(codes([call(one, 0), call(two, 100, 'ONCE')])).toEqual([]);
  expect(codes([call(one, 0), call('model/1/tool:crm/b/0', 100)])).toEqual([]);
});

test('equal calls of a tool and prompts that missed the cache are told with their steps', () => {
  const call = { type: 'TOOL_EXECUTION', inputHash: 'same', cost: 3 } as const;
  const ask = { type: 'LLM_INVOCATION', modelId: 'mdl_1', promptPrefix: 'p', promptTokens: 2_000 } as const;
  const steps = [
    step('a', 0, 10, call),
    step('b', 10, 20, call),
    step('m', 30, 1, { ...ask, cachedTokens: 0 }),
    step('n', 31, 1, { ...ask, cachedTokens: 0 }),
    step('o', 32, 1, { ...ask, cachedTokens: 1_024 }),
  ];
  expect(summarizeChain(steps, 100).optimizationOpportunities).toMatchObject([
    { code: 'REPEATED_CALL', stepIds: ['a', 'b'], savingMs: 20, saving: 3 },
    { code: 'CACHE_MISS', stepIds: ['n'] },
  ]);
});

test('what was reused took no time and no money of the run', () => {
  const reused = step('a', 0, 500, { status: 'REUSED', cost: 7, promptTokens: 5, completionTokens: 5 });
  expect(summarizeChain([reused, step('b', 1, 10, { cost: 2 })], 10)).toMatchObject({
    totalCost: 2,
    totalTokens: 0,
    criticalPath: ['b'],
    successRate: 1,
  });
});

test('the critical path of 20,000 steps is found in a moment, and is the one that a walk from the end finds', () => {
  const steps = Array.from({ length: 20_000 }, (_, index) =>
    step(`s${index}`, Math.floor(index / 4) * 10, 10 - (index % 4)),
  );
  const path = criticalPath(steps);
  expect(path).toHaveLength(5_000);
  expect(path.every((id) => Number(id.slice(1)) % 4 === 0)).toBe(true);
});

const compared = (
  modelId: string,
  score: number,
  costPerRun: number,
  over: Partial<ComparedModel> = {},
): ComparedModel => ({
  modelId,
  name: modelId,
  finished: 8,
  score,
  scoreLow: score - 0.3,
  costPerRun,
  unpriced: false,
  ...over,
});

test('a cheaper model that was as good in a comparison is told with what it would save', () => {
  const paid = [step('m', 0, 10, { type: 'LLM_INVOCATION', modelId: 'dear', cost: 900 }), step('s', 10, 10)];
  const dear = compared('dear', 8, 1_000);
  expect(cheaperModel(paid, [[dear, compared('cheap', 8.1, 100), compared('fair', 8.1, 500)]])).toMatchObject([
    { code: 'CHEAPER_MODEL', stepIds: ['m'], saving: 810, savingMs: null },
  ]);
});

test.each([
  ['was worse', compared('cheap', 7, 100)],
  ['may have been worse', compared('cheap', 8, 100, { scoreLow: 6 })],
  ['was asked too seldom', compared('cheap', 9, 100, { finished: 4 })],
  ['has no known price', compared('cheap', 9, 0, { unpriced: true })],
  ['is hardly cheaper', compared('cheap', 9, 900)],
])('a model that %s is not told', (_why, other) => {
  const paid = [step('m', 0, 10, { type: 'LLM_INVOCATION', modelId: 'dear', cost: 900 })];
  expect(cheaperModel(paid, [[compared('dear', 8, 1_000), other]])).toEqual([]);
  expect(cheaperModel(paid, [[compared('another', 8, 1_000), compared('cheap', 9, 1)], []])).toEqual([]);
});
