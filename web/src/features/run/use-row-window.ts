import { useCallback, useEffect, useState, type RefObject } from 'react';

/** Fewer rows are all drawn: nothing is gained by leaving some out. */
const WINDOWED_FROM = 200;
/** Rows beyond each edge of the screen. */
const OVERSCAN = 20;
/** Until a row is drawn; then it is measured. */
const ROW_HEIGHT = 28;

interface RowRange {
  first: number;
  /** Not contained. */
  last: number;
  rowHeight: number;
}

/** Rows that are on the screen, of a grid whose rows all have one height: of 10,000 steps some dozens are drawn. */
export function useRowWindow(
  grid: RefObject<HTMLElement | null>,
  count: number,
): RowRange & { show: (index: number) => void } {
  const isWindowed = count > WINDOWED_FROM;
  const [range, setRange] = useState<RowRange>({ first: 0, last: WINDOWED_FROM, rowHeight: ROW_HEIGHT });
  const measure = useCallback((): void => {
    const element = grid.current;
    if (element === null) return;
    const rowHeight = element.querySelector<HTMLElement>('[data-step]')?.offsetHeight || ROW_HEIGHT;
    const { top } = element.getBoundingClientRect();
    const first = Math.max(0, Math.floor(-top / rowHeight) - OVERSCAN);
    const last = Math.max(0, Math.ceil((window.innerHeight - top) / rowHeight) + OVERSCAN);
    setRange((before) =>
      before.first === first && before.last === last && before.rowHeight === rowHeight
        ? before
        : { first, last, rowHeight },
    );
  }, [grid]);
  useEffect(() => {
    if (!isWindowed) return;
    const frame = requestAnimationFrame(measure);
    // Captured: whichever ancestor scrolls, on narrow screens it is another one.
    document.addEventListener('scroll', measure, { capture: true, passive: true });
    window.addEventListener('resize', measure);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', measure, { capture: true });
      window.removeEventListener('resize', measure);
    };
  }, [isWindowed, measure]);
  const show = useCallback((index: number): void => {
    setRange((before) =>
      index >= before.first && index < before.last
        ? before
        : { ...before, first: Math.max(0, index - OVERSCAN), last: index + OVERSCAN },
    );
  }, []);
  if (!isWindowed) return { first: 0, last: count, rowHeight: range.rowHeight, show };
  const first = Math.min(range.first, Math.max(0, count - 1));
  return { first, last: Math.min(count, Math.max(range.last, first + 1)), rowHeight: range.rowHeight, show };
}
