import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@aether/schema';
import { ExpressionFailedError } from './errors.ts';
import type { MarkedValue } from './marked-value.ts';
import { evaluateIn, type NodeScope } from './node-scope.ts';
import { OtherWords } from './other-words.ts';
import { QuarantineMarks } from './quarantine-marks.ts';

/**
 * The value of an expression as a model may read it. It is evaluated once more over texts that stand in their marks, and once over other words in the
 * same marks: only where other words change nothing outside of marks, nothing there is what a tool said. Everything else is put in marks as a whole:
 * an expression may cut by what a text says, and then the cut is the same with marks and without.
 * @param value of the expression, which is not evaluated again
 * @returns undefined when nothing of it is a tool's that was found to read like instructions
 */
export function evaluateMarked(scope: NodeScope, expression: string, value: JsonValue): MarkedValue | undefined {
  const { marked: of } = scope;
  if (of === undefined) return undefined;
  const marks = new QuarantineMarks(of.marks);
  const whole = (): MarkedValue => ({ value: marks.around(value), marks: of.marks });
  const words = new OtherWords({ ...scope, marked: of }, expression);
  const marked = valueIn({ ...scope, ...of }, expression);
  if (marked === undefined) return whole();
  const other = valueIn({ ...scope, ...words.scope() }, expression);
  if (other === undefined || !isDeepStrictEqual(words.in(marked), other)) return whole();
  if (isDeepStrictEqual(marked, value)) return words.hasNameOf(value) ? whole() : undefined;
  // What a text says itself in the manner of a mark is changed in it, so it is compared as it is changed.
  const said = marks.without(marks.around(value));
  return isDeepStrictEqual(marks.without(marked), said) ? { value: marked, marks: of.marks } : whole();
}

/** Undefined when it has none: marks and other words are longer than what they stand for, have other parts, and are not the text that is looked for. */
function valueIn(scope: NodeScope, expression: string): JsonValue | undefined {
  try {
    return evaluateIn(scope, expression);
  } catch (error) {
    if (error instanceof ExpressionFailedError) return undefined;
    throw error;
  }
}
