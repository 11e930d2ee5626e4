import { useCallback, useEffect, useRef } from 'react';

/** Calls `refetch` once for all changes of a while, counted from the first: changes without a pause do not put it off. @param delay milliseconds */
export function useThrottledRefetch(refetch: () => void, delay: number): () => void {
  const latest = useRef(refetch);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = refetch;
  }, [refetch]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, delay);
  }, [delay]);
}
