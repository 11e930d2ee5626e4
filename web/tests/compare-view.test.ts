import { describe, expect, test } from 'vitest';
import { applyComparisonEvent, type LiveView } from '../src/features/compare/apply-comparison-event.ts';
import { EMPTY_CHECK, readCheck } from '../src/features/compare/check-draft.ts';
import { EMPTY_DRAFT, isScored, readDraft } from '../src/features/compare/compare-draft.ts';
import { EMPTY_VARIANT, readVariant } from '../src/features/compare/variant-draft.ts';
import type {
  ComparisonCell,
  ComparisonEnvelope,
  ComparisonView,
} from '../src/features/compare/comparison-document.ts';

const cell = { id: 'cel_1', status: 'WAITING', score: null, execution: null } as unknown as ComparisonCell;
const comparison = {
  id: 'cmp_1',
  status: 'RUNNING',
  spent: 0,
  cells: [cell],
  statistics: [],
} as unknown as ComparisonView;
const start: LiveView = { comparison, texts: new Map() };

type Event = ComparisonEnvelope['event'];
const after = (...events: readonly Event[]): LiveView =>
  events.reduce((view, event) => applyComparisonEvent(view, { event }), start);
const preview = (offset: number, text: string): Event => ({
  __typename: 'CellTextPreview',
  cellId: 'cel_1',
  offset,
  text,
});

describe('a comparison after its events', () => {
  test('shows the text of a cell as it comes, and begins anew at offset 0', () => {
    expect(after(preview(0, 'Not '), preview(4, 'in full.')).texts.get('cel_1')?.text).toBe('Not in full.');
    expect(after(preview(0, 'Not '), preview(0, 'Partly.')).texts.get('cel_1')?.text).toBe('Partly.');
  });

  test('knows the run of a cell from its start and the score from its end', () => {
    const ended: Event = {
      __typename: 'CellEnded',
      cellId: 'cel_1',
      cellStatus: 'SCORING',
      durationMs: 900,
      firstTokenMs: 90,
      cost: 7,
      unpriced: false,
      totalTokens: 12,
    };
    const view = after({ __typename: 'CellStarted', cellId: 'cel_1', executionId: 'exe_1' }, ended, {
      __typename: 'CellScored',
      cellId: 'cel_1',
      score: 9,
      reasoning: 'Correct.',
    });
    expect(view.comparison.cells).toMatchObject([
      { status: 'FINISHED', score: 9, reasoning: 'Correct.', cost: 7, execution: { id: 'exe_1' } },
    ]);
  });

  test('follows status and spending, and ignores a cell that it does not know', () => {
    const view = after(
      { __typename: 'ComparisonSpendChanged', spent: 70, unpriced: true },
      { __typename: 'ComparisonStatusChanged', status: 'STOPPED', reason: null },
      { __typename: 'CellScored', cellId: 'cel_other', score: 1, reasoning: 'No.' },
    );
    expect(view.comparison).toMatchObject({ status: 'STOPPED', spent: 70, unpriced: true, cells: [{ score: null }] });
  });
});

describe('what was set up', () => {
  const to = { agentId: 'agt_1', revision: 3, prompt: { name: 'question' }, currentId: 'mdl_a' };
  const draft = {
    ...EMPTY_DRAFT,
    variants: ['mdl_a', 'mdl_b', ''].map((modelId) => ({ ...EMPTY_VARIANT, modelId })),
    typed: [{ question: ' Refund? ', checks: [{ ...EMPTY_CHECK, value: '30 days' }] }],
  };

  test('becomes an input: the current model is the baseline, money is whole nano-dollars', () => {
    expect(readDraft({ ...draft, budget: '0.25' }, to)).toMatchObject({
      input: {
        draftRevision: 3,
        variants: [
          { modelId: 'mdl_a', baseline: true },
          { modelId: 'mdl_b', baseline: false },
        ],
        cases: [{ input: { question: 'Refund?' }, checks: [{ kind: 'CONTAINS', configuration: { text: '30 days' } }] }],
        budget: 250_000_000,
      },
    });
  });

  test.each([
    [{ variants: [{ ...EMPTY_VARIANT, modelId: 'mdl_a' }] }, 'Choose at least two models.'],
    [{ typed: [] }, 'Add at least one case.'],
    [{ budget: 'much' }, 'Enter a budget above $0.'],
  ])('says what is missing: %j', (change, missing) => {
    expect(readDraft({ ...draft, ...change }, to)).toEqual({ missing });
  });

  test('is scored by checks or by a judge only', () => {
    expect(isScored(draft)).toBe(true);
    expect(isScored({ ...draft, typed: [{ question: 'Refund?', checks: [EMPTY_CHECK] }] })).toBe(false);
  });

  test('takes questions of runs, and what each column changes; a changed column is no baseline', () => {
    const warm = { ...EMPTY_VARIANT, modelId: 'mdl_a', temperature: '0.7', instructions: ' Be brief. ' };
    const plain = { ...EMPTY_VARIANT, modelId: 'mdl_a' };
    expect(readDraft({ ...draft, typed: [], executionIds: ['exe_1'], variants: [warm, plain] }, to)).toMatchObject({
      input: {
        executionIds: ['exe_1'],
        variants: [
          { modelId: 'mdl_a', parameters: { temperature: 0.7 }, instructionsOverride: 'Be brief.', baseline: false },
          { modelId: 'mdl_a', parameters: undefined, instructionsOverride: undefined, baseline: true },
        ],
      },
    });
  });

  test('refuses a check by the judge when there is none', () => {
    const typed = [{ question: 'Refund?', checks: [{ kind: 'JUDGE' as const, value: 'It is right', least: '' }] }];
    expect(readDraft({ ...draft, typed }, to)).toHaveProperty('missing');
    expect(readDraft({ ...draft, typed, judgeId: 'mdl_j' }, to)).toMatchObject({
      input: {
        cases: [{ checks: [{ kind: 'JUDGE', configuration: { criteria: 'It is right', minimumScore: 0.7 } }] }],
      },
    });
  });
});

describe('a column', () => {
  test.each([
    ['temperature', '3'],
    ['temperature', 'warm'],
    ['topP', '-0.1'],
    ['maximumOutputTokens', '1.5'],
    ['maximumOutputTokens', '0'],
  ])('refuses %s of %s', (key, value) => {
    expect(readVariant({ ...EMPTY_VARIANT, modelId: 'mdl_a', [key]: value })).toHaveProperty('missing');
  });
});

describe('a check', () => {
  test.each([
    [{ kind: 'CONTAINS', value: ' 30 days ', least: '' }, { text: '30 days' }],
    [{ kind: 'PATTERN', value: '\\d+ days', least: '' }, { pattern: '\\d+ days' }],
    [{ kind: 'SCHEMA', value: '{"type":"object"}', least: '' }, { schema: { type: 'object' } }],
    [
      { kind: 'SIMILARITY', value: 'A month', least: '0.5' },
      { text: 'A month', minimumScore: 0.5 },
    ],
    [
      { kind: 'SIMILARITY', value: 'A month', least: '' },
      { text: 'A month', minimumScore: 0.8 },
    ],
    [{ kind: 'CITED', value: '', least: '' }, { minimum: 1 }],
    [{ kind: 'CITED', value: '', least: '3' }, { minimum: 3 }],
  ] as const)('%j is understood', (typed, configuration) => {
    expect(readCheck(typed)).toEqual({ check: { kind: typed.kind, configuration } });
  });

  test.each([
    { kind: 'PATTERN', value: '(', least: '' },
    { kind: 'SCHEMA', value: '[]', least: '' },
    { kind: 'SCHEMA', value: 'type: object', least: '' },
    { kind: 'SIMILARITY', value: 'A month', least: '80' },
    { kind: 'CITED', value: '', least: '0.5' },
    { kind: 'JUDGE', value: 'It is right', least: 'much' },
  ] as const)('%j is refused, with what was expected', (typed) => {
    expect(readCheck(typed)).toHaveProperty('missing');
  });
});
