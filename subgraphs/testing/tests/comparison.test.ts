import { checkStatement, registeredStatements, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { testViewer } from '@aether/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type Answer,
  caseOf,
  compared,
  create,
  createComparisons,
  eventsOf,
  inputOf,
  read,
  says,
  start,
  type TestComparisons,
  untilEnd,
  variantsOf,
} from './compare.ts';

let on: TestComparisons & { readonly environment: Record<string, string> };
beforeEach(async () => {
  on = await createComparisons();
});
/** A process that was killed hands nothing back, and nobody waits for it. */
let isKilled = false;
afterEach(async () => {
  const ended = Promise.resolve(on[Symbol.asyncDispose]());
  if (isKilled) ended.catch(() => {});
  else await ended;
  isKilled = false;
});

/** As a worker that found the lease of the first one at its end. */
const TAKE_OVER = tenantStatement(
  'testing.test-take-over',
  `MATCH (comparison:Comparison {tenantId: $tenantId, id: $id})
   SET comparison.fence = comparison.fence + 1, comparison.dueAtMs = datetime.realtime().epochMillis RETURN comparison.id AS id`,
);

const scoresOf = (comparison: Answer): (number | null)[] => comparison.cells.map((cell: Answer) => cell.score);
const statusesOf = (comparison: Answer): string[] => comparison.cells.map((cell: Answer) => cell.status);

test('every statement carries its tenant', () => {
  const own = registeredStatements().filter((statement) => statement.name.startsWith('testing.'));
  expect(own.flatMap(checkStatement)).toEqual([]);
});

test('runs every variant on every case, scores the answers and says which to take', async () => {
  on.runs.answer = (model) =>
    model === 'openai/large'
      ? { answer: 'Yes, within 30 days.', cost: 28_000, durationMs: 4_000 }
      : { answer: 'Yes, within 30 days.', cost: 8_000, durationMs: 2_000 };
  const cases = Array.from({ length: 6 }, (_, index) => caseOf(`Question ${index}?`, says('30 days')));
  const comparison = await compared(on, { name: 'Refunds', cases });
  expect(comparison).toMatchObject({ status: 'FINISHED', name: 'Refunds', spent: 6 * 36_000, unpriced: false });
  expect(comparison.cells).toHaveLength(12);
  expect(comparison.cells.filter(({ score }: Answer) => score === null)).toEqual([]);
  expect(new Set(scoresOf(comparison))).toEqual(new Set([10]));
  const [large, small] = comparison.variants;
  expect(comparison.statistics).toMatchObject([
    {
      variantId: large.id,
      finished: 6,
      failed: 0,
      score: 10,
      passRate: 1,
      medianDurationMs: 4_000,
      costPerRun: 28_000,
    },
    { variantId: small.id, finished: 6, failed: 0, score: 10, passRate: 1, medianDurationMs: 2_000, costPerRun: 8_000 },
  ]);
  expect(comparison.recommendation).toMatchObject({ variantId: small.id, enoughEvidence: true, missingCases: 0 });
  expect(comparison.recommendation.reason).toMatch(/^As good as openai\/large .* and 71 % cheaper\./u);
});

test('the recommendation flips when the answers do', async () => {
  const cases = Array.from({ length: 6 }, (_, index) => caseOf(`Question ${index}?`, says('30 days')));
  const answerOf = (good: string) => (model: string) => ({
    answer: model === good ? '30 days' : 'No idea',
    cost: 1_000,
  });
  on.runs.answer = answerOf('openai/small');
  const first = await compared(on, { cases });
  expect(first.recommendation.variantId).toBe(first.variants[1].id);
  on.runs.answer = answerOf('openai/large');
  const second = await compared(on, { cases });
  expect(second.recommendation).toMatchObject({ variantId: second.variants[0].id, enoughEvidence: true });
  expect(second.recommendation.reason).toMatch(/^Better than openai\/small, 10\.0 against 0\.0/u);
});

test('two cases are told to be too few', async () => {
  const { recommendation } = await compared(on);
  expect(recommendation).toMatchObject({ enoughEvidence: false, missingCases: 3 });
  expect(recommendation.reason).toContain('2 cases are too few');
});

test('a cell runs the pinned specification with its model, parameters and instructions, without fallbacks', async () => {
  const override = { parameters: { temperature: null, maximumOutputTokens: 200 }, instructionsOverride: 'Be brief.' };
  await compared(on, { variants: [{ modelId: 'mdl_large' }, { modelId: 'mdl_small', ...override }] });
  const ran = [...on.runs.runs.values()];
  expect(ran.find(({ model }) => model === 'openai/large')?.specification).toMatchObject({
    instructions: 'Answer.',
    model: { fallbacks: [], parameters: { temperature: 1 } },
  });
  expect(ran.find(({ model }) => model === 'openai/small')?.specification).toMatchObject({
    instructions: 'Be brief.',
    model: { fallbacks: [], parameters: { maximumOutputTokens: 200 } },
  });
  expect(ran.every(({ runAs }) => runAs?.userId === on.viewer.userId && runAs?.sessionId === null)).toBe(true);
});

describe('when something fails', () => {
  test('one provider that fails does not stop the others, and is never recommended', async () => {
    on.runs.answer = (model) =>
      model === 'openai/small'
        ? { error: { code: 'PROVIDER_RATE_LIMITED', message: 'Provider refused: 429.' }, cost: 0 }
        : { answer: 'Yes.' };
    const comparison = await compared(on);
    expect(comparison.status).toBe('FINISHED');
    expect(statusesOf(comparison)).toEqual(['FINISHED', 'FAILED', 'FINISHED', 'FAILED']);
    expect(comparison.cells[1].reasoning).toBe('Provider refused: 429.');
    expect(comparison.recommendation.variantId).toBe(comparison.variants[0].id);
  });

  test('a run that is refused fails its cell with the sentence of who refused', async () => {
    on.runs.answer = (_, question) => {
      if (question === 'One?') throw new PlatformError('VALIDATION_FAILED', 'input.question: must be a number.');
      return { answer: 'Yes.' };
    };
    const comparison = await compared(on);
    expect(statusesOf(comparison)).toEqual(['FAILED', 'FAILED', 'FINISHED', 'FINISHED']);
    expect(comparison.cells[0]).toMatchObject({ reasoning: 'input.question: must be a number.', execution: null });
  });

  test('only the cells that are named are run again, each as a new run', async () => {
    on.runs.answer = (model) =>
      model === 'openai/small' ? { error: { code: 'PROVIDER_UNAVAILABLE', message: 'Down.' } } : { answer: 'Yes.' };
    const first = await compared(on);
    on.runs.answer = () => ({ answer: 'Yes.' });
    const failed = first.cells[1];
    await start(on, first.id, [failed.id]);
    await untilEnd(on, first.id, first.lastSeq);
    const second = await read(on, first.id);
    expect(statusesOf(second)).toEqual(['FINISHED', 'FINISHED', 'FINISHED', 'FAILED']);
    expect(second.cells[1].execution.id).not.toBe(failed.execution.id);
    expect(second.cells[0].execution.id).toBe(first.cells[0].execution.id);
  });
});

describe('the budget', () => {
  test('ends the comparison: what does not fit is skipped, and no more is started', async () => {
    // One cell of the large model holds back a little more than 20,000,000: the worst case of 1,000 tokens.
    const comparison = await compared(on, { budget: 25_000_000, variants: variantsOf('large', 'large') });
    expect(comparison.status).toBe('FINISHED');
    on.runs.answer = () => ({ answer: 'Yes.', cost: 12_000_000 });
    const ended = await compared(on, { budget: 25_000_000, variants: variantsOf('large', 'large') });
    expect(ended.status).toBe('BUDGET_EXHAUSTED');
    expect(statusesOf(ended)).toEqual(['FINISHED', 'SKIPPED', 'SKIPPED', 'SKIPPED']);
    expect(ended.spent).toBeLessThanOrEqual(ended.budget);
  });

  test('holds back the worst case of each cell, and hands it to the run as its own budget', async () => {
    await compared(on, { budget: 100_000_000, variants: variantsOf('large', 'unpriced') });
    const budgets = [...on.runs.runs.values()].map(({ model, budget }) => [model, budget]);
    expect(new Set(budgets.map(String))).toEqual(new Set(['openai/large,20070000', 'local/free,']));
  });

  test('without a price in the catalog holds back what the dearest cell of the variant cost', async () => {
    on.runs.answer = () => ({ answer: 'Yes.', cost: 4_000_000 });
    const cases = Array.from({ length: 12 }, (_, index) => caseOf(`Question ${index}?`, says('Yes')));
    const comparison = await compared(on, { budget: 30_000_000, variants: variantsOf('unpriced', 'unpriced'), cases });
    expect(comparison.status).toBe('BUDGET_EXHAUSTED');
    // The first four run without a reservation; none of the later ones passes the budget.
    expect(comparison.spent).toBe(28_000_000);
    expect(new Set([...on.runs.runs.values()].map(({ budget }) => budget))).toEqual(new Set([null, 4_000_000]));
  });

  test('what has no price is told so, never as 0', async () => {
    on.runs.answer = (model) => ({ answer: 'Yes.', cost: model === 'local/free' ? null : 5_000 });
    const comparison = await compared(on, { variants: variantsOf('large', 'unpriced') });
    expect(comparison).toMatchObject({ spent: 10_000, unpriced: true });
    expect(comparison.statistics[1]).toMatchObject({ costPerRun: null, unpriced: true });
  });

  test('is estimated before, from the prices and the length of the prompt', async () => {
    const query = `query ($input: EstimateComparisonInput!) { estimateComparison(input: $input) { cost unpriced durationMs perVariant { label cost unpriced } } }`;
    const { budget: _, idempotencyKey: __, ...input } = inputOf(on);
    const { data } = await on.run(query, { input });
    // Two cases: 2 + 5 tokens of prompt and 300 of answer each.
    expect(data.estimateComparison).toEqual({
      cost: 12_140_000 + 1_214_000,
      unpriced: false,
      durationMs: 5_000,
      perVariant: [
        { label: 'openai/large', cost: 12_140_000, unpriced: false },
        { label: 'openai/small', cost: 1_214_000, unpriced: false },
      ],
    });
    const free = await on.run(query, { input: { ...input, variants: variantsOf('large', 'unpriced') } });
    expect(free.data.estimateComparison).toMatchObject({ cost: null, unpriced: true });
  });
});

describe('a stop', () => {
  test('keeps what is finished, cancels what runs and starts nothing more', async () => {
    on.runs.release = (_, question) => question === 'One?';
    const { comparison } = await create(on);
    await start(on, comparison.id);
    let started = 0;
    let scored = 0;
    for await (const { event } of eventsOf(on, comparison.id)) {
      if (event.__typename === 'CellStarted') started += 1;
      if (event.__typename === 'CellScored') scored += 1;
      if (started === 4 && scored === 2) break;
    }
    const stop = `mutation ($input: StopComparisonInput!) { stopComparison(input: $input) { comparison { status } userErrors { code } } }`;
    const input = { comparisonId: comparison.id };
    expect((await on.run(stop, { input })).data.stopComparison.comparison.status).toBe('STOPPED');
    expect(statusesOf(await read(on, comparison.id))).toEqual(['FINISHED', 'FINISHED', 'STOPPED', 'STOPPED']);
    expect([...on.runs.runs.values()].map(({ cancelled }) => cancelled).toSorted()).toEqual([false, false, true, true]);
    expect((await on.run(stop, { input })).data.stopComparison.userErrors).toEqual([{ code: 'CONFLICT' }]);
    on.runs.release = () => true;
    await start(on, comparison.id);
    await untilEnd(on, comparison.id, (await read(on, comparison.id)).lastSeq - 1);
    expect((await read(on, comparison.id)).status).toBe('FINISHED');
  });
});

describe('durability', () => {
  test('another process goes on with the same runs when one dies in mid-comparison', async () => {
    on.runs.release = () => false;
    const { comparison } = await create(on);
    await start(on, comparison.id);
    let started = 0;
    for await (const { event } of eventsOf(on, comparison.id))
      if (event.__typename === 'CellStarted' && (started += 1) === 4) break;
    // Its heart stops; nobody hands anything back.
    await on.parts.database[Symbol.asyncDispose]();
    isKilled = true;
    on.runs.release = () => true;
    await using second = await createComparisons({ beside: on });
    await untilEnd(second, comparison.id);
    const ended = await read(second, comparison.id);
    expect(ended.status).toBe('FINISHED');
    expect(statusesOf(ended)).toEqual(['FINISHED', 'FINISHED', 'FINISHED', 'FINISHED']);
    expect(on.runs.runs.size).toBe(4);
  });

  test('a worker that lost its claim while it started a run leaves that run to the next one', async () => {
    const { comparison } = await create(on);
    let taken: Promise<unknown> | null = null;
    on.runs.onStart = () =>
      (taken ??= on.parts.database
        .tenant(on.viewer.tenantId)
        .write(TAKE_OVER, { id: comparison.id }, z.object({ id: z.string() })));
    await start(on, comparison.id);
    await untilEnd(on, comparison.id);
    expect(statusesOf(await read(on, comparison.id))).toEqual(['FINISHED', 'FINISHED', 'FINISHED', 'FINISHED']);
    expect([...on.runs.runs.values()].map(({ cancelled }) => cancelled)).toEqual([false, false, false, false]);
    expect(new Set(on.runs.starts).size).toBe(4);
    expect(on.runs.starts.length).toBeGreaterThan(4);
  });

  test('a process that stops in order hands over without a wait for the lease', async () => {
    on.runs.release = () => false;
    const { comparison } = await create(on);
    await start(on, comparison.id);
    for await (const { event } of eventsOf(on, comparison.id)) if (event.__typename === 'CellStarted') break;
    await on.service[Symbol.asyncDispose]();
    on.runs.release = () => true;
    await using second = await createComparisons({ beside: on });
    await untilEnd(second, comparison.id);
    expect((await read(second, comparison.id)).status).toBe('FINISHED');
    expect(on.runs.runs.size).toBe(4);
  });
});

describe('events', () => {
  test('have numbers without a gap, with the text of cells in between, and end with the status', async () => {
    const { comparison } = await create(on);
    await start(on, comparison.id);
    const events = await untilEnd(on, comparison.id);
    const seqs = events.flatMap(({ seq }) => seq ?? []);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const kinds = events.map(({ event }) => event.__typename);
    for (const kind of [
      'CellStarted',
      'CellTextPreview',
      'CellEnded',
      'CellScored',
      'StatisticsChanged',
      'ComparisonSpendChanged',
    ])
      expect(kinds).toContain(kind);
    expect(events.at(-1)).toMatchObject({ event: { status: 'FINISHED' } });
    expect((await read(on, comparison.id)).lastSeq).toBe(seqs.at(-1));
  });

  test('a reader that was cut off resumes where it was and misses nothing', async () => {
    on.runs.release = (_, question) => question === 'One?';
    const { comparison } = await create(on);
    await start(on, comparison.id);
    const seen: number[] = [];
    for await (const { seq, event } of eventsOf(on, comparison.id)) {
      if (seq !== null) seen.push(seq);
      if (event.__typename === 'CellScored') break;
    }
    on.runs.release = () => true;
    const rest = (await untilEnd(on, comparison.id, seen.at(-1))).flatMap(({ seq }) => seq ?? []);
    expect([...seen, ...rest]).toEqual([...seen, ...rest].map((_, index) => index + 1));
  });

  test('a cursor beyond the newest event and a foreign comparison are refused', async () => {
    const { comparison } = await create(on);
    const first = (id: string, after: number) => eventsOf(on, id, { after }).next();
    await expect(first(comparison.id, 99)).rejects.toMatchObject({ extensions: { code: 'CURSOR_AHEAD' } });
    await expect(first('cmp_unknown', 0)).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });
});

describe('a bad input', () => {
  test.each([
    ['one variant', { variants: variantsOf('large') }, 'VALIDATION_FAILED', ['variants']],
    [
      'seven variants',
      { variants: variantsOf(...Array.from({ length: 7 }, () => 'large' as const)) },
      'VALIDATION_FAILED',
      ['variants'],
    ],
    ['no case', { cases: [] }, 'VALIDATION_FAILED', ['cases']],
    ['101 cases', { cases: Array.from({ length: 101 }, () => caseOf('One?')) }, 'VALIDATION_FAILED', ['cases']],
    ['a budget of 0', { budget: 0 }, 'VALIDATION_FAILED', ['budget']],
    [
      'parameters that no model has',
      { variants: [{ modelId: 'mdl_large', parameters: { temperature: 9 } }, { modelId: 'mdl_small' }] },
      'VALIDATION_FAILED',
      ['variants', '0'],
    ],
    [
      'an extractive judge',
      { judge: { modelId: 'mdl_extract', instructions: 'Be fair.' } },
      'MODEL_INCAPABLE',
      ['judge', 'modelId'],
    ],
    [
      'a judge check without a judge',
      { cases: [caseOf('One?', { kind: 'JUDGE', configuration: { criteria: 'Polite' } })] },
      'VALIDATION_FAILED',
      ['cases', '0', 'checks', '0'],
    ],
    [
      'an expression',
      { cases: [caseOf('One?', { kind: 'EXPRESSION', configuration: { expression: 'true' } })] },
      'VALIDATION_FAILED',
      ['cases', '0', 'checks', '0'],
    ],
    [
      'a schema with a pattern',
      { cases: [caseOf('One?', { kind: 'SCHEMA', configuration: { schema: { pattern: '(a+)+$' } } })] },
      'VALIDATION_FAILED',
      ['cases', '0', 'checks', '0'],
    ],
  ])('%s is refused with its path, and nothing is made', async (_what, input, code, path) => {
    expect(await create(on, input)).toMatchObject({ comparison: null, userErrors: [{ code, path }] });
    const list = `query ($agentId: ID!) { comparisons(agentId: $agentId) { edges { node { id } } } }`;
    expect((await on.run(list, { agentId: on.agentId })).data.comparisons.edges).toEqual([]);
  });

  test('mocked tools that may write are refused in so many words', async () => {
    on.runs.tools = { crm: { tool: 'crm/update' } };
    const { userErrors } = await create(on);
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['mockTools'] }]);
    expect(userErrors[0].message).toContain('crm/update may write');
    expect((await create(on, { mockTools: false })).comparison).not.toBeNull();
  });

  test.each([
    ['a model', { variants: [{ modelId: 'mdl_none' }, { modelId: 'mdl_small' }] }],
    ['a case', { caseIds: ['cas_none'] }],
    ['a run', { executionIds: ['exe_none'] }],
  ])('%s that is unknown is not found', async (_what, input) => {
    expect(await create(on, input)).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('the same key makes one comparison, and starts it once', async () => {
    const { comparison } = await create(on, { idempotencyKey: 'once' });
    expect((await create(on, { idempotencyKey: 'once' })).comparison.id).toBe(comparison.id);
    expect(await create(on, { idempotencyKey: 'once', name: 'Other' })).toMatchObject([
      { extensions: { code: 'IDEMPOTENCY_MISMATCH' } },
    ]);
    const run = `mutation ($input: RunComparisonInput!) { runComparison(input: $input) { comparison { status } userErrors { code } } }`;
    const input = { comparisonId: comparison.id, idempotencyKey: 'start' };
    await on.run(run, { input });
    await untilEnd(on, comparison.id);
    expect((await on.run(run, { input })).data.runComparison.comparison.status).toBe('FINISHED');
    expect((await start(on, comparison.id)).userErrors).toMatchObject([{ code: 'CONFLICT', path: ['cellIds'] }]);
  });
});

test('cases come from runs too; a stranger sees and changes nothing', async () => {
  const { comparison } = await create(on, { executionIds: ['exe_known'] });
  expect(comparison.cases.map(({ name }: Answer) => name)).toEqual(['From a run?', 'One?', 'Two?']);
  const stranger = testViewer();
  const seen = await on.run('query ($id: ID!) { comparison(id: $id) { id } }', { id: comparison.id }, stranger);
  expect(seen.data.comparison).toBeNull();
  for (const [name, input] of [
    ['runComparison', { comparisonId: comparison.id, idempotencyKey: 'k' }],
    ['stopComparison', { comparisonId: comparison.id }],
    ['voteCell', { cellId: comparison.cells[0].id, vote: 1 }],
    ['promoteVariant', { comparisonId: comparison.id, variantId: comparison.variants[0].id, expectedRevision: 7 }],
  ] as const) {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const answer = await on.run(
      `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`,
      { input },
      stranger,
    );
    expect(answer.errors[0]?.extensions, name).toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('a blind comparison names letters until it has ended, and takes votes, one a person', async () => {
  const { comparison } = await create(on, { blind: true });
  expect(comparison.variants).toMatchObject([
    { label: 'Variant A', model: null },
    { label: 'Variant B', model: null },
  ]);
  const vote = `mutation ($input: VoteCellInput!) { voteCell(input: $input) { cell { votes viewerVote } userErrors { code path } } }`;
  const cellId = comparison.cells[0].id;
  const colleague = { ...testViewer({ roleKey: 'viewer' }), tenantId: on.viewer.tenantId };
  await on.run(vote, { input: { cellId, vote: 1 } });
  await on.run(vote, { input: { cellId, vote: 1 } });
  const both = await on.run(vote, { input: { cellId, vote: 1, note: 'Clear.' } }, colleague);
  expect(both.data.voteCell.cell).toEqual({ votes: 2, viewerVote: 1 });
  const back = await on.run(vote, { input: { cellId, vote: 0 } });
  expect(back.data.voteCell.cell).toEqual({ votes: 1, viewerVote: null });
  expect((await on.run(vote, { input: { cellId, vote: 2 } })).data.voteCell.userErrors).toEqual([
    { code: 'VALIDATION_FAILED', path: ['vote'] },
  ]);
  await start(on, comparison.id);
  await untilEnd(on, comparison.id);
  const ended = await read(on, comparison.id);
  expect(ended.variants).toMatchObject([{ label: 'openai/large', model: { id: 'mdl_large' } }, {}]);
  expect(ended.recommendation.reason).toContain('Variant A');
});

test('numbers are for all who see the agent, answers and reasons for who ran it, who may change it and who manages runs', async () => {
  const comparison = await compared(on);
  const of = (roleKey: 'viewer' | 'builder', permissions: Viewer['permissions'] = []) => {
    const viewer = testViewer({ roleKey });
    return { ...viewer, tenantId: on.viewer.tenantId, permissions: [...viewer.permissions, ...permissions] };
  };
  const query = '{ comparison(id: "ID") { cells { score reasoning } statistics { score } } }'.replace(
    'ID',
    comparison.id,
  );
  const seenBy = async (viewer: Viewer) => (await on.run(query, {}, viewer)).data.comparison;
  const scores = comparison.cells.map(({ score }: { score: number }) => ({ score, reasoning: null }));
  expect(scores[0].score).toEqual(expect.any(Number));
  const reader = of('viewer');
  expect(await seenBy(reader)).toMatchObject({ cells: scores, statistics: [{ score: expect.any(Number) }, {}] });
  const told = expect.any(String);
  for (const viewer of [on.viewer, of('builder'), of('viewer', ['execution:manage'])])
    expect((await seenBy(viewer)).cells[0].reasoning).toEqual(told);
  const stream = (viewer: Viewer) => eventsOf({ ...on, viewer }, comparison.id).next();
  await expect(stream(reader)).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect((await stream(of('builder'))).value).toMatchObject({ seq: 1 });
});

describe('promotion', () => {
  const PROMOTE = `mutation ($input: PromoteVariantInput!) { promoteVariant(input: $input) { agent { id } draftRevision userErrors { code path } } }`;

  test('shows what it would change, then writes it into the draft', async () => {
    const { comparison } = await create(on);
    const [large, small] = comparison.variants;
    const preview = `query ($comparisonId: ID!, $variantId: ID!) { promotionPreview(comparisonId: $comparisonId, variantId: $variantId) { baseRevision summary operations } }`;
    const shown = await on.run(preview, { comparisonId: comparison.id, variantId: small.id });
    expect(shown.data.promotionPreview).toEqual({
      baseRevision: 7,
      summary: 'openai/small changes model/primary, model/fallbacks.',
      operations: [
        { op: 'add', path: '/spec/model/primary', value: 'openai/small' },
        { op: 'add', path: '/spec/model/fallbacks', value: [] },
      ],
    });
    const input = {
      comparisonId: comparison.id,
      variantId: small.id,
      expectedRevision: 7,
      fallbackVariantIds: [large.id],
    };
    const { data } = await on.run(PROMOTE, { input });
    expect(data.promoteVariant).toEqual({ agent: { id: on.agentId }, draftRevision: 8, userErrors: [] });
    expect(on.runs.promoted).toEqual([
      { op: 'add', path: '/spec/model/primary', value: 'openai/small' },
      { op: 'add', path: '/spec/model/fallbacks', value: ['openai/large'] },
    ]);
  });

  test('of a draft that has moved on is refused and changes nothing', async () => {
    const { comparison } = await create(on);
    const input = { comparisonId: comparison.id, variantId: comparison.variants[1].id, expectedRevision: 6 };
    expect((await on.run(PROMOTE, { input })).data.promoteVariant).toEqual({
      agent: null,
      draftRevision: null,
      userErrors: [{ code: 'STALE_REVISION', path: ['expectedRevision'] }],
    });
    expect(on.runs.promoted).toEqual([]);
  });
});

test('a proposal begins with the model of the draft and the cheapest other one that has a price', async () => {
  const query = `query ($agentId: ID!) { comparisonProposal(agentId: $agentId) { variants { model { id } reason } caseIds } }`;
  expect((await on.run(query, { agentId: on.agentId })).data.comparisonProposal).toEqual({
    variants: [
      { model: { id: 'mdl_large' }, reason: 'The model of the draft.' },
      { model: { id: 'mdl_small' }, reason: 'The cheapest model with a known price.' },
    ],
    caseIds: [],
  });
});
