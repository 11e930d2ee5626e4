import type { Flow } from './flow.ts';
import type { FlowNode, FlowNodeOf } from './flow-nodes.ts';

export interface FlowExpression {
  readonly nodeId: string;
  /** Into the flow. */
  readonly path: readonly string[];
  readonly text: string;
  readonly expected: 'bool' | 'any';
  /** `item` and `index` have a value here. */
  readonly isInMap: boolean;
}

type Found = Pick<FlowExpression, 'path' | 'text'> & Partial<FlowExpression>;
type Work = FlowNode | FlowNodeOf<'map'>['each'];

/** Every CEL expression of a flow, with its place. */
export function flowExpressionsOf({ nodes }: Flow): readonly FlowExpression[] {
  return Object.entries(nodes).flatMap(([nodeId, node]) =>
    expressionsOf(node).map(({ path, ...found }) => ({
      expected: 'any' as const,
      isInMap: false,
      ...found,
      nodeId,
      path: ['nodes', nodeId, ...path],
    })),
  );
}

function expressionsOf(node: Work): readonly Found[] {
  switch (node.type) {
    case 'condition':
      return [{ path: ['expression'], text: node.expression, expected: 'bool' }];
    case 'switch':
    case 'transform':
      return [{ path: ['value'], text: node.value }];
    case 'model':
      return [{ path: ['prompt'], text: node.prompt }];
    case 'retrieve':
      return [{ path: ['query'], text: node.query }];
    case 'tool':
      return named('arguments', node.arguments);
    case 'agent':
    case 'endpoint':
    case 'subflow':
      return named('input', node.input);
    case 'http':
      return [...named('path', node.path), ...named('query', node.query), ...given('body', node.body)];
    case 'wait':
      return [...given('seconds', node.seconds), ...given('until', node.until)];
    case 'approval':
      return named('show', node.show);
    case 'artifact':
      return [{ path: ['content'], text: node.content }];
    case 'output':
      return named('fields', node.fields);
    case 'map': {
      const each = expressionsOf(node.each).map((found) => ({
        ...found,
        path: ['each', ...found.path],
        isInMap: true,
      }));
      return [{ path: ['items'], text: node.items }, ...each];
    }
    default:
      return [];
  }
}

function given(part: string, text: string | undefined): readonly Found[] {
  return text === undefined ? [] : [{ path: [part], text }];
}

function named(part: string, expressions: Readonly<Record<string, string>>): readonly Found[] {
  return Object.entries(expressions).map(([name, text]) => ({ path: [part, name], text }));
}
