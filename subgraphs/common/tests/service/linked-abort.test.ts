import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { LinkedAbort } from '../../src/service/linked-abort.ts';

test('aborts with the first of its sources, for its reason', () => {
  const [one, two] = [new AbortController(), new AbortController()];
  using linked = new LinkedAbort(one.signal, two.signal);
  expect(linked.signal.aborted).toBe(false);
  two.abort('the second');
  one.abort('the first');
  expect(linked.signal.reason).toBe('the second');
});

test('aborts at once when a source has', () => {
  using linked = new LinkedAbort(new AbortController().signal, AbortSignal.abort('before'));
  expect([linked.signal.aborted, linked.signal.reason]).toEqual([true, 'before']);
});

test('aborts by itself without its sources, and leaves nothing at them', () => {
  const source = new AbortController();
  {
    using linked = new LinkedAbort(source.signal);
    linked.abort('alone');
    expect([linked.signal.reason, source.signal.aborted]).toEqual(['alone', false]);
    expect(getEventListeners(source.signal, 'abort')).toHaveLength(1);
  }
  expect(getEventListeners(source.signal, 'abort')).toHaveLength(0);
});
