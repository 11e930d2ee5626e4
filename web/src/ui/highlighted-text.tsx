import type { ReactNode } from 'react';

interface Range {
  start: number;
  end: number;
}

/** Ranges in order, inside the text, joined where they touch. */
export function mergeRanges(ranges: readonly Range[], length: number): Range[] {
  const merged: Range[] = [];
  const inside = ranges
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(length, end) }))
    .filter(({ start, end }) => end > start);
  for (const range of inside.toSorted((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged;
}

/** Text with marked ranges; offsets are UTF-16 code units. */
export function HighlightedText({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  const parts: ReactNode[] = [];
  let position = 0;
  for (const { start, end } of mergeRanges(ranges, text.length)) {
    parts.push(text.slice(position, start), <mark key={start}>{text.slice(start, end)}</mark>);
    position = end;
  }
  return (
    <>
      {parts}
      {text.slice(position)}
    </>
  );
}
