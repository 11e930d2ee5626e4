import { hashInput } from '@aether/common/graph';
import type { JsonValue } from '@aether/schema';
import { distinctMarks } from './distinct-marks.ts';
import { evaluateMarked } from './evaluate-marked.ts';
import type { MarkedValue } from './marked-value.ts';
import type { NodeContext } from './node-context.ts';
import { readsMarked } from './reads-marked.ts';

/** An expression and what it gave. */
export interface EvaluatedExpression {
  readonly expression: string;
  readonly value: JsonValue;
}

/** Of the hash of what is read. */
const KEY_CHARACTERS = 16;

type Place = Pick<NodeContext, 'journal' | 'scope'>;

/**
 * Values as models may read them, by name; one that is missing is read as it is. What was found is a step of its own, so that a resume takes it from the
 * journal and people see in the chain what stands in marks, and why. Without marks in what the expressions read there is no step.
 */
export async function markValues(
  { journal, scope }: Place,
  values: Readonly<Record<string, EvaluatedExpression>>,
): Promise<Readonly<Record<string, MarkedValue>>> {
  const read = Object.entries(values).filter(
    ([, { expression, value }]) => saysSomething(value) && readsMarked(scope, expression),
  );
  if (read.length === 0) return {};
  // A retry with another input takes a step of the run that it repeats by its key alone: what is read now has a key of its own.
  const key = `marks/${hashInput({ read, marks: scope.marked?.marks ?? [] }).slice(0, KEY_CHARACTERS)}`;
  return journal.step({ key, type: 'TRANSFORM', name: "Put a tool's text in marks", input: {} }, async () => {
    const found = read.flatMap(([name, { expression, value }]) => {
      const marked = evaluateMarked(scope, expression, value);
      return marked === undefined ? [] : [[name, marked] as const];
    });
    const marks = distinctMarks(found.flatMap(([, marked]) => marked.marks));
    return {
      output: Object.fromEntries(found),
      details: { marks: marks.map(({ begin }) => begin) },
      usage: null,
    };
  });
}

/** The value of one expression as a model may read it; undefined = as it is. */
export async function markValue(place: Place, expression: string, value: JsonValue): Promise<MarkedValue | undefined> {
  const { only } = await markValues(place, { only: { expression, value } });
  return only;
}

/** A number or a decision has no words. */
function saysSomething(value: JsonValue): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}
