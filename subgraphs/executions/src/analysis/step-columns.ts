import type { StepColumnsRow } from '../db/records.ts';

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

/** Steps as columns. `parentIndex` counts in the whole run, as `fromIndex` does; −1 = no parent. */
export function stepColumns(all: readonly StepColumnsRow[], fromIndex: number, beginMs: number) {
  const steps = all.slice(fromIndex, fromIndex + OUTLINE_STEPS);
  const indexOf = new Map(all.map(({ id }, index) => [id, index]));
  const names = dictionary(steps.map(({ name }) => name));
  const types = dictionary(steps.map(({ type }) => type));
  const statuses = dictionary(steps.map(({ status }) => status));
  const next = fromIndex + steps.length;
  return {
    ids: steps.map(({ id }) => id),
    parentIndex: steps.map(({ parentId }) => (parentId === null ? -1 : (indexOf.get(parentId) ?? -1))),
    names: names.words,
    nameIndex: names.indexes,
    types: types.words,
    typeIndex: types.indexes,
    statuses: statuses.words,
    statusIndex: statuses.indexes,
    startMs: steps.map(({ startedAtMs }) => Math.max(0, startedAtMs - beginMs)),
    durationMs: steps.map(({ durationMs }) => durationMs),
    cost: steps.map(({ cost }) => cost),
    tokens: steps.map(({ tokens }) => tokens),
    attempt: steps.map(({ attempt }) => attempt),
    nextIndex: next < all.length ? next : null,
    totalSteps: all.length,
  };
}
