import { ExpressionError, ExpressionLanguage } from '@aether/common/expressions';
import {
  type AgentSpec,
  FLOW_LANGUAGE,
  type FlowExpression,
  flowExpressionsOf,
  FlowGraph,
  isRecord,
  type SpecIssue,
} from '@aether/schema';

const language = new ExpressionLanguage(FLOW_LANGUAGE);
const HINT = 'Expressions are CEL over inputs.<name> and nodes["<id>"].output, for example inputs.amount > 100.';

/** Expressions of a flow that cannot be read, and names in them that are not there. Types are known when the flow runs. */
export function flowExpressionIssues(spec: AgentSpec): SpecIssue[] {
  const { flow } = spec;
  if (flow === undefined || spec.kind !== 'WORKFLOW') return [];
  const graph = new FlowGraph(flow);
  const inputs = namesOf(spec.inputs);
  return flowExpressionsOf(flow).flatMap((expression): SpecIssue[] => {
    const path = ['flow', ...expression.path];
    const problem = problemOf(expression);
    if (problem !== null) {
      const message = `The expression of node "${expression.nodeId}" cannot be read: ${problem}.`;
      return [{ code: 'WRONG_EXPRESSION', path, message, hint: HINT }];
    }
    return [
      ...unknownInputs(expression, inputs, path),
      ...unknownNodes(expression, Object.keys(flow.nodes), graph.ancestors(expression.nodeId), path),
    ];
  });
}

function problemOf({ text, expected, isInMap }: FlowExpression): string | null {
  try {
    language.compile(text, expected);
    const outside = isInMap ? [] : language.variables(text).filter((name) => name === 'item' || name === 'index');
    return outside.length === 0 ? null : `"${outside[0]}" has a value only in "each" of a map`;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** Null when the schema lets other names in too. */
function namesOf(inputs: AgentSpec['inputs']): readonly string[] | null {
  const properties = inputs['properties'];
  return isRecord(properties) && inputs['additionalProperties'] === false ? Object.keys(properties) : null;
}

function unknownInputs(
  { nodeId, text }: FlowExpression,
  known: readonly string[] | null,
  path: readonly string[],
): SpecIssue[] {
  if (known === null) return [];
  const unknown = language.references(text, 'inputs').filter((name) => !known.includes(name));
  return unknown.map((name) => ({
    code: 'UNKNOWN_REFERENCE',
    path,
    message: `The expression of node "${nodeId}" names the input "${name}", which is not declared.`,
    hint: `Declared: ${known.join(', ') || 'none'}.`,
  }));
}

function unknownNodes(
  { nodeId, text }: FlowExpression,
  ids: readonly string[],
  before: ReadonlySet<string>,
  path: readonly string[],
): SpecIssue[] {
  return language.references(text, 'nodes').flatMap((id): SpecIssue[] => {
    if (before.has(id)) return [];
    const message = ids.includes(id)
      ? `The expression of node "${nodeId}" names node "${id}", which does not run before it.`
      : `The expression of node "${nodeId}" names node "${id}", which is not there.`;
    const hint = `Before it run: ${[...before].toSorted().join(', ') || 'none'}.`;
    return [{ code: 'UNKNOWN_REFERENCE', path, message, hint }];
  });
}
