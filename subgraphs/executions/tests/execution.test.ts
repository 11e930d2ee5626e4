import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBecome, EXECUTION_STATUSES, isEnded, OPEN_STATUSES, statesBefore, transition } from '../src/execution.ts';

const status = fc.constantFrom(...EXECUTION_STATUSES);

test('an ended execution never changes', () => {
  fc.assert(fc.property(status, status, (from, to) => !isEnded(from) || !canBecome(from, to)));
});

test('every open execution can still come to an end', () => {
  const reached = new Set(EXECUTION_STATUSES.filter(isEnded) as string[]);
  for (let round = 0; round < EXECUTION_STATUSES.length; round += 1) {
    for (const from of OPEN_STATUSES)
      if (EXECUTION_STATUSES.some((to) => reached.has(to) && canBecome(from, to))) reached.add(from);
  }
  expect(reached.size).toBe(EXECUTION_STATUSES.length);
});

test('every open execution can be cancelled, and a cancelled one becomes nothing else', () => {
  for (const from of OPEN_STATUSES) expect(from === 'CANCELLING' || canBecome(from, 'CANCELLING')).toBe(true);
  expect(EXECUTION_STATUSES.filter((to) => canBecome('CANCELLING', to))).toEqual(['CANCELLED']);
});

test('the states before a state are those that can become it', () => {
  fc.assert(fc.property(status, status, (from, to) => statesBefore(to).includes(from) === canBecome(from, to)));
});

test('a change that the table does not have is a defect', () => {
  expect(() => transition('SUCCEEDED', 'RUNNING')).toThrow('An execution cannot become RUNNING when it is SUCCEEDED.');
});
