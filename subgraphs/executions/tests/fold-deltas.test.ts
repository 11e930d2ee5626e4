import { expect, test } from 'vitest';
import { ALL_CONTENT, contentsWith, contentWithout } from '../src/retention/content.ts';
import { type DeltaEvent, foldDeltas } from '../src/retention/fold-deltas.ts';

const delta = (seq: number, offset: number, text: string, of: Partial<DeltaEvent['data']> = {}): DeltaEvent => ({
  executionId: 'exe_1',
  seq,
  data: { stepId: 'stp_1', attempt: 1, offset, text, ...of },
});

test('the last piece of a text has all of it, from its first offset on', () => {
  expect(foldDeltas([delta(9, 4, 'wide '), delta(4, 0, 'The '), delta(12, 9, 'world')])).toEqual([
    { kept: delta(12, 0, 'The wide world'), dropped: [4, 9] },
  ]);
});

test('folding what was folded changes nothing, also when pieces were left behind', () => {
  expect(foldDeltas([delta(4, 0, 'The '), delta(9, 4, 'wide '), delta(12, 0, 'The wide world')])).toEqual([
    { kept: delta(12, 0, 'The wide world'), dropped: [4, 9] },
  ]);
  expect(foldDeltas([delta(12, 0, 'The wide world')])).toEqual([]);
});

test('steps, and attempts of a step, have texts of their own', () => {
  const folded = foldDeltas([
    delta(3, 0, 'a'),
    delta(4, 0, 'x', { stepId: 'stp_2' }),
    delta(5, 1, 'b'),
    delta(6, 1, 'y', { stepId: 'stp_2' }),
    delta(8, 0, 'again', { attempt: 2 }),
    delta(9, 5, '!', { attempt: 2 }),
  ]);
  expect(folded.map(({ kept }) => [kept.seq, kept.data.text])).toEqual([
    [5, 'ab'],
    [6, 'xy'],
    [9, 'again!'],
  ]);
});

test('one piece, and a text that is too large for one event, stay as they are', () => {
  const half = 'x'.repeat(40_000);
  expect(foldDeltas([delta(3, 0, 'alone')])).toEqual([]);
  expect(foldDeltas([delta(3, 0, half), delta(4, 40_000, half)])).toEqual([]);
});

test('content that is gone is found no more, and deltas go with the events', () => {
  expect(contentsWith('events')).toContain(ALL_CONTENT);
  const withoutEvents = contentWithout(ALL_CONTENT, 'events');
  expect(withoutEvents).toBe('P');
  expect(contentsWith('deltas')).not.toContain(withoutEvents);
  expect(contentWithout('P', 'payloads')).toBeNull();
  expect(contentWithout(ALL_CONTENT, 'payloads')).toBe('DE');
});
