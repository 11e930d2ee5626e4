import type { JsonObject, TextMarks } from '@aether/schema';
import { markValues } from '../mark-values.ts';
import type { NodeContext } from '../node-context.ts';
import { QuarantineMarks } from '../quarantine-marks.ts';

/** What an agent is given to read: values, with what tools said of them in marks. What it answers may repeat any of it. */
export async function agentInput(
  context: NodeContext,
  expressions: Readonly<Record<string, string>>,
  values: JsonObject,
): Promise<{ readonly input: JsonObject; readonly marks: readonly TextMarks[] }> {
  const evaluated = Object.entries(expressions).map(
    ([field, expression]) => [field, { expression, value: values[field] ?? null }] as const,
  );
  const marked = await markValues(context, Object.fromEntries(evaluated));
  const read = Object.entries(marked).map(
    ([field, { value, marks }]) => [field, new QuarantineMarks(marks).aroundSentences(value)] as const,
  );
  const marks = Object.values(marked).flatMap((each) => each.marks);
  return { input: { ...values, ...Object.fromEntries(read) }, marks };
}
