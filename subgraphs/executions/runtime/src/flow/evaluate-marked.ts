import { isDeepStrictEqual } from 'node:util';
import { isRecord, type JsonValue } from '@aether/schema';
import { ExpressionFailedError } from './errors.ts';
import type { MarkedValue } from './marked-value.ts';
import { evaluateIn, type NodeScope } from './node-scope.ts';
import { QuarantineMarks } from './quarantine-marks.ts';

/**
 * The value of an expression as a model may read it. It is evaluated once more over texts that stand in their marks: where that is the same value but for
 * the marks, they are exactly around what a tool said. Where the expression has cut or counted such texts, all of its value is put in marks.
 * @returns undefined when nothing of it is a tool's that was found to read like instructions
 * @throws ExpressionFailedError
 */
export function evaluateMarked(scope: NodeScope, expression: string): MarkedValue | undefined {
  const { marked: of } = scope;
  if (of === undefined) return undefined;
  const value = evaluateIn(scope, expression);
  const marks = new QuarantineMarks(of.marks);
  const whole = (): MarkedValue => ({ value: marks.around(value), marks: of.marks });
  let marked: JsonValue;
  try {
    marked = evaluateIn({ ...scope, ...of }, expression);
  } catch (error) {
    if (error instanceof ExpressionFailedError) return whole();
    throw error;
  }
  if (isDeepStrictEqual(marked, value)) return hasNameOf(value, scope) ? whole() : undefined;
  // What a text says itself in the manner of a mark is changed in it, so it is compared as it is changed.
  const said = marks.without(marks.around(value));
  return isDeepStrictEqual(marks.without(marked), said) ? { value: marked, marks: of.marks } : whole();
}

/** Names of fields cannot stand in marks, because expressions look values up by them; one that is a sentence may be in the value. */
function hasNameOf(value: JsonValue, { nodes, item, marked }: NodeScope): boolean {
  const tainted = Object.entries(marked?.nodes ?? {}).filter(([id, { output }]) => output !== nodes[id]?.output);
  const names = [...tainted.map(([, { output }]) => output), ...(marked?.item === item ? [] : [marked?.item ?? null])]
    .flatMap(namesIn)
    .filter((name) => /\S\s+\S/u.test(name));
  if (names.length === 0) return false;
  const text = JSON.stringify(value);
  return names.some((name) => text.includes(JSON.stringify(name).slice(1, -1)));
}

function namesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: JsonValue) => namesIn(each));
  if (!isRecord(value)) return [];
  return Object.entries(value as Readonly<Record<string, JsonValue>>).flatMap(([name, each]) => [
    name,
    ...namesIn(each),
  ]);
}
