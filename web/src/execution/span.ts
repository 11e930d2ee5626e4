import type { StepView } from './execution-view.ts';

export interface Span {
  start: number;
  end: number;
}

/** The time from the first start to the last end, in epoch milliseconds; running steps reach until `now`. */
export function spanOf(steps: Iterable<StepView>, startedAt: number | null, now: number): Span {
  let start = startedAt ?? Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    start = Math.min(start, step.startedAt, ...step.earlier.map((attempt) => attempt.startedAt));
    end = Math.max(end, endOf(step, now));
  }
  if (!Number.isFinite(start)) return { start: now, end: now + 1 };
  return { start, end: Math.max(end, start + 1) };
}

export function endOf(step: StepView, now: number): number {
  return step.durationMs === null ? Math.max(now, step.startedAt) : step.startedAt + step.durationMs;
}

/** Left edge and width in percent of a span. */
export function placeOnSpan({ start, end }: Span, from: number, to: number): { left: string; width: string } {
  const whole = end - start;
  const left = Math.min(100, Math.max(0, ((from - start) / whole) * 100));
  const width = Math.min(100 - left, Math.max(0, ((to - from) / whole) * 100));
  return { left: `${left.toFixed(2)}%`, width: `max(3px, ${width.toFixed(2)}%)` };
}

/** Four to six round marks for an axis of so many milliseconds. */
export function axisMarks(milliseconds: number): number[] {
  const rough = milliseconds / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const marks: number[] = [];
  for (let mark = 0; mark <= milliseconds * 0.95; mark += step) marks.push(mark);
  return marks;
}
