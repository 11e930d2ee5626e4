import type { Flow, JsonValue } from '@aether/schema';
import type { Journal, RunOutcome } from '../journal.ts';
import { structuredOutput } from '../loop/structured-output.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { FlowOutputInvalidError } from './errors.ts';
import { FlowRun } from './flow-run.ts';
import type { NodeEnd } from './flow-state.ts';
import { textOf } from './text-of.ts';

/** A run that reached no output, for example behind a condition whose answer leads nowhere. */
const NO_OUTPUT = 'The flow ended without reaching an output.';

/**
 * Runs a flow from its input to its outputs. Each node is one or more steps of the journal; on resume done nodes answer from it.
 * @throws WaitingError while people have to decide
 * @throws FlowNodeError for a failure that no handler takes
 */
export async function executeFlow(journal: Journal, parts: RuntimeParts, flow: Flow): Promise<RunOutcome> {
  const state = await new FlowRun(journal, parts, flow).toEnd();
  const done = Object.keys(flow.nodes)
    .toSorted()
    .flatMap((id) => {
      const end = state.end(id);
      return end?.kind === 'DONE' ? [{ type: flow.nodes[id]?.type, end }] : [];
    });
  const reached = done.filter(({ type }) => type === 'output');
  if (reached.length === 0) return { output: {}, text: NO_OUTPUT, citations: [] };
  // Several outputs in branches give their fields together.
  const output: Record<string, JsonValue> = Object.assign({}, ...reached.map(({ end }) => end.output));
  checkOutput(journal, output);
  const text = textOf(output);
  return {
    output,
    text,
    citations: citationsOf(
      text,
      done.map(({ end }) => end),
    ),
  };
}

function checkOutput(journal: Journal, output: Readonly<Record<string, JsonValue>>): void {
  const { outputs } = journal.run.spec;
  if (outputs === undefined) return;
  const checked = structuredOutput(JSON.stringify(output), outputs);
  if (!checked.ok) throw new FlowOutputInvalidError(checked.problems.slice(0, 3));
}

/** Passages are cited when the answer is what a model wrote, word for word: only then do its marks stand in it. */
function citationsOf(text: string, ends: readonly Extract<NodeEnd, { kind: 'DONE' }>[]): RunOutcome['citations'] {
  const author = ends.find(
    ({ output, citations }) =>
      citations !== undefined &&
      typeof output === 'object' &&
      output !== null &&
      'text' in output &&
      output.text === text,
  );
  return author?.citations ?? [];
}
