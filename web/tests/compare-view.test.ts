import { describe, expect, test } from 'vitest';
import { applyComparisonEvent, type LiveView } from '../src/features/compare/apply-comparison-event.ts';
import { EMPTY_DRAFT, isScored, readDraft } from '../src/features/compare/compare-draft.ts';
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
    modelIds: ['mdl_a', 'mdl_b', ''],
    typed: [{ question: ' Refund? ', mustSay: '30 days' }],
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
    [{ modelIds: ['mdl_a', ''] }, 'Choose at least two models.'],
    [{ typed: [] }, 'Add at least one case.'],
    [{ budget: 'much' }, 'Enter a budget above $0.'],
  ])('says what is missing: %j', (change, missing) => {
    expect(readDraft({ ...draft, ...change }, to)).toEqual({ missing });
  });

  test('is scored by checks or by a judge only', () => {
    expect(isScored(draft)).toBe(true);
    expect(isScored({ ...draft, typed: [{ question: 'Refund?', mustSay: '' }] })).toBe(false);
  });
});
