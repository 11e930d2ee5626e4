import { cleanup, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useThrottledRefetch } from '../src/graphql/use-throttled-refetch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function follow(refetch: () => void) {
  return renderHook((given: () => void) => useThrottledRefetch(given, 500), {
    initialProps: refetch,
    wrapper: StrictMode,
  });
}

test('changes that never pause do not put it off: once for all of half a second', () => {
  const refetch = vi.fn<() => void>();
  const { result } = follow(refetch);
  for (let at = 0; at < 2_000; at += 100) {
    result.current();
    vi.advanceTimersByTime(100);
  }
  expect(refetch).toHaveBeenCalledTimes(4);
});

test('the last change is followed, too, and by what the list asks by then', () => {
  const [before, after] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const { result, rerender } = follow(before);
  result.current();
  rerender(after);
  vi.advanceTimersByTime(499);
  expect(after).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(after).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5_000);
  expect([before, after].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
});

test('nothing is asked for a list that is gone', () => {
  const refetch = vi.fn<() => void>();
  const { result, unmount } = follow(refetch);
  result.current();
  unmount();
  vi.advanceTimersByTime(5_000);
  expect(refetch).not.toHaveBeenCalled();
});
