import type { FlowNodeOf, JsonValue } from '@aether/schema';
import { WaitingError } from '../../errors.ts';
import { inParallel } from '../../loop/in-parallel.ts';
import { scopedJournal } from '../scoped-journal.ts';
import { WrongValueError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { evaluateIn } from '../node-scope.ts';
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
  const results: JsonValue[] = items.map(() => null);
  const waiting: WaitingError[] = [];
  await inParallel([...items.entries()], concurrency, async ([index, item]) => {
    const ofItem = {
      ...context,
      name: `${name} ${index + 1}`,
      journal: scopedJournal(journal, { prefix: `${index}/` }),
      scope: { ...scope, item, index },
    };
    try {
      results[index] = (await runWorkNode(each, ofItem)).output;
    } catch (error) {
      if (!(error instanceof WaitingError)) throw error;
      waiting.push(error);
    }
  });
  if (waiting.length > 0) throw WaitingError.together(waiting);
  return { output: results, port: null };
}
