import { INLINE_BYTES } from '../payload.ts';

/** A durable piece of the text of one attempt of a step. */
export interface DeltaEvent {
  readonly executionId: string;
  readonly seq: number;
  readonly data: DeltaData;
}

export interface DeltaData {
  readonly stepId: string;
  readonly attempt: number;
  readonly offset: number;
  readonly text: string;
}

export interface FoldedText {
  /** The last event of the text, which has all of it. */
  readonly kept: DeltaEvent;
  /** Numbers of the events before it. */
  readonly dropped: readonly number[];
}

/**
 * Folds the pieces of each text into its last event. That one stands for its range from the first offset on, so a reader who has seen any of
 * the earlier ones still gets the whole, and places it where it belongs. Texts that are too large for one event stay as they are.
 */
export function foldDeltas(events: readonly DeltaEvent[]): readonly FoldedText[] {
  const texts = Map.groupBy(events, ({ executionId, data }) => `${executionId} ${data.stepId} ${data.attempt}`);
  return [...texts.values()].flatMap((pieces) => {
    const inOrder = pieces.toSorted((left, right) => left.seq - right.seq);
    const first = inOrder[0];
    const last = inOrder.at(-1);
    if (first === undefined || last === undefined || first === last) return [];
    const { offset } = first.data;
    const text = inOrder.reduce((whole, { data }) => whole.slice(0, data.offset - offset) + data.text, '');
    if (Buffer.byteLength(text) > INLINE_BYTES) return [];
    const kept = { ...last, data: { ...last.data, offset, text } };
    return [{ kept, dropped: inOrder.slice(0, -1).map(({ seq }) => seq) }];
  });
}
