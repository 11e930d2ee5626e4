import type { MarkedValue } from './marked-value.ts';
import type { NodeContext } from './node-context.ts';

/** Says in the chain that the next prompt has in it what a tool said, in marks, and why. */
export async function noteMarks(
  { journal }: Pick<NodeContext, 'journal'>,
  { marks }: Pick<MarkedValue, 'marks'>,
): Promise<void> {
  await journal.step({ key: 'marks', type: 'TRANSFORM', name: "Put a tool's text in marks", input: {} }, async () => ({
    output: null,
    details: { marks: marks.map(({ begin }) => begin) },
    usage: null,
  }));
}
