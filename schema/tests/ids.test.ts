import { randomBytes } from 'node:crypto';
import { createIdSource, ID_PREFIXES, isId } from '@aether/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
const at = (milliseconds: number) => () => new Date(milliseconds);

test('ids of one source sort in the order in which they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 2, maxLength: 200 }), (instants) => {
      const clock = [...instants];
      const ids = createIdSource({ now: () => new Date(clock.shift() ?? 0), random });
      const made = instants.map(() => ids('exe'));
      expect(made.toSorted()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});

test('ids of a later millisecond are greater than those of an earlier one, across sources', () => {
  const earlier = createIdSource({ now: at(1_767_225_599_999), random })('stp');
  const later = createIdSource({ now: at(1_767_225_600_000), random })('stp');
  expect(earlier < later).toBe(true);
});

test('a full random part moves to the next millisecond instead of repeating', () => {
  const ids = createIdSource({ now: at(1_000), random: (bytes) => new Uint8Array(bytes).fill(255) });
  const first = ids('msg');
  const second = ids('msg');
  expect(first < second).toBe(true);
  expect(second.slice(4, 14) > first.slice(4, 14)).toBe(true);
});

test('a prefix fits its own ids only', () => {
  const ids = createIdSource({ now: at(0), random });
  expect(isId('agt', ids('agt'))).toBe(true);
  expect(isId('agt', ids('ver'))).toBe(false);
  for (const value of ['', 'agt_', 'agt_01', `${ids('agt')}0`, ids('agt').toLowerCase(), null, 7, {}])
    expect(isId('agt', value)).toBe(false);
});

test('prefixes are three letters and name one thing each', () => {
  const prefixes = Object.keys(ID_PREFIXES);
  for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{3}$/);
  const nouns: string[] = Object.values(ID_PREFIXES);
  expect(new Set(nouns).size).toBe(prefixes.length);
});
