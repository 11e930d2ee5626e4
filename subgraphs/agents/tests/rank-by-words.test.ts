import { expect, test } from 'vitest';
import { rankByWords } from '../src/market/rank-by-words.ts';

const has = (id: string, ...terms: readonly string[]) => terms.map((term) => ({ id, term }));

test('a word that few listings have counts more than one that many have', () => {
  const matches = [...has('a', 'ledger'), ...has('b', 'ledger'), ...has('c', 'parcel')];
  expect(rankByWords(matches).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('two words count more than one of them, and equal listings stand by their ids', () => {
  const matches = [...has('b', 'ledger'), ...has('a', 'ledger'), ...has('z', 'ledger', 'parcel')];
  expect(rankByWords(matches).map(({ id }) => id)).toEqual(['z', 'a', 'b']);
  expect(rankByWords(matches.toReversed())).toEqual(rankByWords(matches));
});

test('a word counts once for a listing, and a word that all have still counts', () => {
  expect(rankByWords([...has('a', 'ledger', 'ledger'), ...has('b', 'ledger')]).map(({ score }) => score)).toEqual([
    Math.log(1.2),
    Math.log(1.2),
  ]);
  expect(rankByWords([])).toEqual([]);
});
