import type { FlowNodeOf, JsonValue } from '@aether/schema';
import { WaitingError } from '../../errors.ts';
import { inParallel } from '../../loop/in-parallel.ts';
import { scopedJournal } from '../scoped-journal.ts';
import { WrongValueError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { distinctMarks } from '../distinct-marks.ts';
import { markValue } from '../mark-values.ts';
import type { MarkedValue } from '../marked-value.ts';
import { evaluateIn, type NodeScope } from '../node-scope.ts';
import { pureStep } from '../node-steps.ts';
import { kindOf } from './kind-of.ts';
import { runWorkNode } from './run-work-node.ts';

/** Does the same for each item of a list, several at once. What waits for a person keeps nobody else waiting. */
export async function runMapNode(node: FlowNodeOf<'map'>, context: NodeContext): Promise<NodeAnswer> {
  const { items: expression, most, concurrency, each } = node;
  const { scope, journal, name } = context;
  const items = await pureStep(context, { key: 'items', type: 'MAP', input: { items: expression, most } }, () => {
    const value = evaluateIn(scope, expression);
    if (!Array.isArray(value)) throw new WrongValueError(expression, 'a list', kindOf(value));
    if (value.length > most)
      throw new WrongValueError(expression, `a list of at most ${most} items`, `${value.length} items`);
    return value;
  });
  const markedItems = await markValue(context, expression, items);
  const results: JsonValue[] = items.map(() => null);
  const inMarks: (MarkedValue | undefined)[] = items.map(() => undefined);
  const waiting: WaitingError[] = [];
  await inParallel([...items.entries()], concurrency, async ([index, item]) => {
    const ofItem = {
      ...context,
      name: `${name} ${index + 1}`,
      journal: scopedJournal(journal, { prefix: `${index}/` }),
      scope: { ...scope, item, index, ...markedScope(scope, itemOf(markedItems, index) ?? item) },
    };
    try {
      const { output, marked } = await runWorkNode(each, ofItem);
      results[index] = output;
      inMarks[index] = marked;
    } catch (error) {
      if (!(error instanceof WaitingError)) throw error;
      waiting.push(error);
    }
  });
  if (waiting.length > 0) throw WaitingError.together(waiting);
  const marks = distinctMarks(inMarks.flatMap((marked) => marked?.marks ?? []));
  if (marks.length === 0) return { output: results, port: null };
  const value = results.map((result, index) => inMarks[index]?.value ?? result);
  return { output: results, port: null, marked: { value, marks } };
}

function itemOf(items: MarkedValue | undefined, index: number): JsonValue | undefined {
  const value: unknown = items?.value;
  return Array.isArray(value) ? (value as readonly JsonValue[])[index] : undefined;
}

function markedScope({ marked }: NodeScope, item: JsonValue): Pick<NodeScope, 'marked'> {
  return marked === undefined ? {} : { marked: { ...marked, item } };
}
