import type { JsonValue, TextMarks } from '@aether/schema';
import { distinctMarks } from './distinct-marks.ts';
import type { MarkedValue } from './marked-value.ts';
import { QuarantineMarks } from './quarantine-marks.ts';

/** A value of which nobody knows what in it is a tool's: all of its texts stand in marks. Undefined = there are no marks. */
export function inMarksWhole(value: JsonValue, all: readonly TextMarks[]): MarkedValue | undefined {
  if (all.length === 0) return undefined;
  const marks = distinctMarks(all);
  return { value: new QuarantineMarks(marks).around(value), marks };
}
