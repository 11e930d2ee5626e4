import { describe, expect, test } from 'vitest';
import { bytes } from '../src/format/bytes.ts';
import { cost } from '../src/format/cost.ts';
import { plural } from '../src/format/count.ts';
import { duration } from '../src/format/duration.ts';
import { percent } from '../src/format/percent.ts';
import { timeAgo } from '../src/format/time-ago.ts';

describe('figures', () => {
  test.each([
    [null, '—'],
    [0.4, '< 1 ms'],
    [84, '84 ms'],
    [999.6, '1.00 s'],
    [9840, '9.84 s'],
    [9996, '10.0 s'],
    [14_200, '14.2 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_840_000, '1 h 04 min'],
  ])('a duration of %s ms reads %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  test.each([
    [31_300_000, false, '$0.0313'],
    [18_420_000_000, false, '$18.42'],
    [1_234_500_000_000, false, '$1,234.50'],
    [50_000, false, '< $0.0001'],
    [0, false, '$0'],
    [null, false, '—'],
    [null, true, 'not priced'],
    [0, true, 'not priced'],
    [31_300_000, true, '$0.0313 + not priced'],
  ])('a cost of %s, unpriced %s, reads %s', (nanoUsd, unpriced, text) => expect(cost(nanoUsd, unpriced)).toBe(text));

  test('shares, sizes, numbers and ages read as in the design', () => {
    expect([percent(0.977), percent(1), percent(0)]).toEqual(['97.7 %', '100 %', '0 %']);
    expect([bytes(58), bytes(412_000), bytes(18_400_000)]).toEqual(['58 B', '412 kB', '18.4 MB']);
    expect([plural(1, 'run'), plural(1284, 'run')]).toEqual(['1 run', '1,284 runs']);
    const now = Date.parse('2026-11-22T10:00:00.000Z');
    expect(
      [
        '2026-11-22T09:59:50.000Z',
        '2026-11-22T09:58:00.000Z',
        '2026-11-22T08:30:00.000Z',
        '2026-11-10T10:00:00.000Z',
      ].map((at) => timeAgo(at, now)),
    ).toEqual(['now', '2 min ago', '1 h ago', '12 days ago']);
  });
});
