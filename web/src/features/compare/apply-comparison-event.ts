import { NO_TEXT, placeText, type PlacedText } from '../../execution/placed-text.ts';
import type { ComparisonCell, ComparisonEnvelope, ComparisonView } from './comparison-document.ts';

/** A comparison as it is now: what was read, and what happened since. */
export interface LiveView {
  readonly comparison: ComparisonView;
  /** Text of answers under way, by cell. */
  readonly texts: ReadonlyMap<string, PlacedText>;
}

/** The view after one event. Pure; an event about a cell that is not known changes nothing. */
export function applyComparisonEvent(view: LiveView, { event }: Pick<ComparisonEnvelope, 'event'>): LiveView {
  const { comparison } = view;
  switch (event.__typename) {
    case 'CellStarted':
      return {
        ...changeCell(view, event.cellId, {
          status: 'RUNNING',
          reasoning: null,
          execution: { __typename: 'Execution', id: event.executionId, output: null },
        }),
        texts: new Map(view.texts).set(event.cellId, NO_TEXT),
      };
    case 'CellTextPreview':
      return { ...view, texts: new Map(view.texts).set(event.cellId, placed(view.texts.get(event.cellId), event)) };
    case 'CellEnded': {
      const { cellId, cellStatus, durationMs, firstTokenMs, cost, unpriced, totalTokens } = event;
      const figures = { durationMs, firstTokenMs, cost, unpriced, totalTokens };
      return changeCell(view, cellId, { ...figures, status: cellStatus });
    }
    case 'CellScored':
      return changeCell(view, event.cellId, { status: 'FINISHED', score: event.score, reasoning: event.reasoning });
    case 'StatisticsChanged':
      return { ...view, comparison: { ...comparison, statistics: event.statistics } };
    case 'RecommendationChanged':
      return { ...view, comparison: { ...comparison, recommendation: event.recommendation } };
    case 'ComparisonSpendChanged':
      return { ...view, comparison: { ...comparison, spent: event.spent, unpriced: event.unpriced } };
    case 'ComparisonStatusChanged':
      return { ...view, comparison: { ...comparison, status: event.status } };
    default:
      return view;
  }
}

/** Whether the record knows more than the event told: an answer, a reason, the cells that a run begins anew. */
export function asksForRecord({ event }: Pick<ComparisonEnvelope, 'event'>): boolean {
  return ['CellEnded', 'ComparisonStatusChanged'].includes(event.__typename);
}

function changeCell(view: LiveView, cellId: string, change: Partial<ComparisonCell>): LiveView {
  const cells = view.comparison.cells.map((cell) => (cell.id === cellId ? { ...cell, ...change } : cell));
  return { ...view, comparison: { ...view.comparison, cells } };
}

/** Pieces of one answer come in order; offset 0 begins it anew, as after a retry. */
function placed(known: PlacedText = NO_TEXT, { offset, text }: { offset: number; text: string }): PlacedText {
  const base = offset === 0 ? NO_TEXT : known;
  return placeText(base, { attempt: base.attempt, offset, text, durable: false });
}
