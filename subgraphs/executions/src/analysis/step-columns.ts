import type { StepColumns } from '../db/step-records.ts';

/** More steps than this come in pages. */
export const OUTLINE_STEPS = 10_000;

/** A column of words as indexes into a list of them. */
function dictionary<Word extends string>(words: readonly Word[]) {
  const places = new Map<Word, number>();
  const indexes = words.map((word) => {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  });
  return { words: [...places.keys()], indexes };
}

const known = (value: number): number | null => (value < 0 ? null : value);

/** Columns of a run's steps from an index on. `parentIndex` counts in the whole run, as `fromIndex` does; −1 = no parent. */
export function stepColumns(all: StepColumns, fromIndex: number, beginMs: number) {
  const next = Math.min(all.id.length, fromIndex + OUTLINE_STEPS);
  const page = <Value>(column: readonly Value[]): readonly Value[] => column.slice(fromIndex, next);
  const indexOf = new Map(all.id.map((id, index) => [id, index]));
  const [names, types, statuses] = [
    dictionary(page(all.name)),
    dictionary(page(all.type)),
    dictionary(page(all.status)),
  ];
  return {
    ids: page(all.id),
    parentIndex: page(all.parentId).map((id) => indexOf.get(id) ?? -1),
    names: names.words,
    nameIndex: names.indexes,
    types: types.words,
    typeIndex: types.indexes,
    statuses: statuses.words,
    statusIndex: statuses.indexes,
    startMs: page(all.startedAtMs).map((startedAtMs) => Math.max(0, startedAtMs - beginMs)),
    durationMs: page(all.durationMs).map(known),
    cost: page(all.cost).map(known),
    tokens: page(all.tokens).map(known),
    attempt: page(all.attempt),
    nextIndex: next < all.id.length ? next : null,
    totalSteps: all.id.length,
  };
}
