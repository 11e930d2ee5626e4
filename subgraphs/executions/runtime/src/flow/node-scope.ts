import { ExpressionLanguage } from '@aether/common/expressions';
import { FLOW_LANGUAGE, type JsonValue, type TextMarks } from '@aether/schema';
import { evaluateExpression } from './evaluate-expression.ts';

const language = new ExpressionLanguage(FLOW_LANGUAGE);

/** What the expressions of one node see. */
export interface NodeScope {
  /** Input of the run. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Nodes before this one that ran. */
  readonly nodes: Readonly<Record<string, { readonly output: JsonValue }>>;
  /** In a map. */
  readonly item?: JsonValue;
  readonly index?: number;
  /** The same where what tools said stands in marks, because it reads like instructions; absent = nothing does. */
  readonly marked?: MarkedScope;
}

export interface MarkedScope extends Pick<NodeScope, 'nodes' | 'item'> {
  readonly marks: readonly TextMarks[];
}

/** Whether a tool's text is in the output of a node; what is not marked is the same value in both. */
export function isMarked({ nodes, marked }: NodeScope, id: string): boolean {
  return marked?.nodes[id]?.output !== nodes[id]?.output;
}

/** The value of an expression as JSON. @throws ExpressionFailedError */
export function evaluateIn(scope: NodeScope, text: string): JsonValue {
  const { inputs, nodes, item, index } = scope;
  const variables = { inputs, nodes, ...(item === undefined ? {} : { item }) };
  return evaluateExpression(language, index === undefined ? variables : { ...variables, index: BigInt(index) }, text);
}

/** The values of named expressions. @throws ExpressionFailedError */
export function evaluateAll(
  scope: NodeScope,
  expressions: Readonly<Record<string, string>>,
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(Object.entries(expressions).map(([name, text]) => [name, evaluateIn(scope, text)]));
}

/** A value as a model or a search is given it: text as it is, anything else as JSON. */
export function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
