import { type FlowNodeOf, type JsonValue, OTHERWISE_PORT } from '@aether/schema';
import { WrongValueError } from '../errors.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { markValue } from '../mark-values.ts';
import { evaluateAll, evaluateIn, isMarked, type NodeScope } from '../node-scope.ts';
import { pureStep } from '../node-steps.ts';
import { kindOf } from './kind-of.ts';

/** Nodes without I/O: each is one step whose value is kept. */
export async function runConditionNode(
  { expression }: FlowNodeOf<'condition'>,
  context: NodeContext,
): Promise<NodeAnswer> {
  const output = await pureStep(context, { key: 'condition', type: 'CONDITION', input: { expression } }, () => {
    const value = evaluateIn(context.scope, expression);
    if (typeof value !== 'boolean') throw new WrongValueError(expression, 'true or false', kindOf(value));
    return value;
  });
  return { output, port: String(output) };
}

export async function runSwitchNode({ value, cases }: FlowNodeOf<'switch'>, context: NodeContext): Promise<NodeAnswer> {
  const input = { value, cases };
  const output = await pureStep(context, { key: 'switch', type: 'SWITCH', input }, () =>
    evaluateIn(context.scope, value),
  );
  const port = typeof output === 'string' && cases.includes(output) ? output : OTHERWISE_PORT;
  return { output, port, marked: await markValue(context, value, output) };
}

export async function runTransformNode(
  { value }: Extract<WorkNode, { type: 'transform' }> | FlowNodeOf<'transform'>,
  context: NodeContext,
): Promise<NodeAnswer> {
  const step = { key: 'transform', type: 'TRANSFORM', input: { value } } as const;
  const output = await pureStep(context, step, () => evaluateIn(context.scope, value));
  return { output, port: null, marked: await markValue(context, value, output) };
}

export async function runOutputNode({ fields }: FlowNodeOf<'output'>, context: NodeContext): Promise<NodeAnswer> {
  const step = { key: 'output', type: 'TRANSFORM', input: { fields } } as const;
  return { output: await pureStep(context, step, () => ({ ...evaluateAll(context.scope, fields) })), port: null };
}

/** The outputs of the nodes before it that ran, by their ids. */
export async function runMergeNode(context: NodeContext): Promise<NodeAnswer> {
  const { before, scope } = context;
  const output = await pureStep(context, { key: 'merge', type: 'MERGE', input: { of: before } }, () =>
    outputsOf(before, scope.nodes),
  );
  const { marked } = scope;
  if (marked === undefined || !before.some((id) => isMarked(scope, id))) return { output, port: null };
  return { output, port: null, marked: { value: outputsOf(before, marked.nodes), marks: marked.marks } };
}

/** The error of the node that failed, for the nodes behind it. */
export async function runErrorHandlerNode(context: NodeContext): Promise<NodeAnswer> {
  const { before, scope } = context;
  const step = { key: 'handle', type: 'ERROR_HANDLER', input: { of: before } } as const;
  const output = await pureStep(context, step, () => scope.nodes[before[0] ?? '']?.output ?? null);
  const [failed = ''] = before;
  const { marked } = scope;
  if (marked === undefined || !isMarked(scope, failed)) return { output, port: null };
  const value = marked.nodes[failed]?.output ?? null;
  return { output, port: null, marked: { value, marks: marked.marks } };
}

function outputsOf(ids: readonly string[], nodes: NodeScope['nodes']): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(ids.map((id) => [id, nodes[id]?.output ?? null]));
}
