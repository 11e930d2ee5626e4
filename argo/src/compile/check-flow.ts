import type { Flow, FlowNode } from '@aether/schema';
import { parse } from '@marcbachmann/cel-js';
import type { CompileIssue } from './cannot-compile-error.ts';
import { FlowGraph } from './flow-graph.ts';

/** Argo's own limit of tasks in a DAG; the gates of conditional edges count too. */
export const MOST_TASKS = 200;

/** Everything about a flow that Argo cannot express, and everything that is wrong on any executor. */
export function checkFlow(flow: Flow): CompileIssue[] {
  return [...checkSize(flow), ...checkEdges(flow), ...checkNodes(flow), ...checkExpressions(flow)];
}

function checkSize({ nodes, edges }: Flow): CompileIssue[] {
  const count = Object.keys(nodes).length;
  const tasks = count + Object.values(edges).filter(({ when }) => when !== undefined).length;
  if (count === 0) return [{ path: ['nodes'], message: 'The flow has no nodes.', hint: 'Add one.' }];
  if (tasks <= MOST_TASKS) return [];
  const message = `The flow has ${tasks} nodes and conditional edges; Argo takes ${MOST_TASKS} tasks in one workflow.`;
  return [{ path: ['nodes'], message, hint: 'Move a part of it into an agent of its own and call that agent here.' }];
}

function checkEdges({ nodes, edges }: Flow): CompileIssue[] {
  return Object.entries(edges).flatMap(([id, edge]): CompileIssue[] => {
    const path = ['edges', id];
    const missing = [edge.from, edge.to].filter((node) => !Object.hasOwn(nodes, node));
    if (missing.length > 0) {
      const message = `Edge "${id}" names ${missing.map((node) => `"${node}"`).join(' and ')}, which is not a node.`;
      return [{ path, message, hint: `Nodes are ${Object.keys(nodes).join(', ') || 'none'}.` }];
    }
    const isCondition = nodes[edge.from]?.type === 'condition';
    if (isCondition && edge.when === undefined) {
      const message = `Edge "${id}" leaves the condition "${edge.from}" without saying for which answer.`;
      return [{ path: [...path, 'when'], message, hint: 'Set "when" to true or false.' }];
    }
    if (!isCondition && edge.when !== undefined) {
      const message = `Edge "${id}" has "when", but "${edge.from}" is not a condition and gives no answer.`;
      return [{ path: [...path, 'when'], message, hint: 'Remove "when", or put a condition between the two nodes.' }];
    }
    return [];
  });
}

function checkNodes(flow: Flow): CompileIssue[] {
  const graph = new FlowGraph(flow);
  return Object.entries(flow.nodes).flatMap(([id, node]): CompileIssue[] => {
    const path = ['nodes', id];
    if (graph.ancestors(id).has(id)) {
      const message = `Node "${id}" lies on a circle; Argo runs a graph without a way back.`;
      return [
        { path, message, hint: 'Remove the edge that leads back, or let an agent repeat the work inside its loop.' },
      ];
    }
    if (node.join === 'ANY' && graph.into(id).length > 1) {
      const message = `Node "${id}" goes on after any one of several edges; Argo starts a task when all that it depends on have ended.`;
      return [{ path: [...path, 'join'], message, hint: 'Set "join" to ALL, or run the flow with executor LOCAL.' }];
    }
    return [];
  });
}

function checkExpressions({ nodes }: Flow): CompileIssue[] {
  return Object.entries(nodes).flatMap(([id, node]) =>
    expressionsOf(node).flatMap(([path, expression]): CompileIssue[] => {
      const problem = problemOf(expression);
      if (problem === null) return [];
      const message = `The expression of node "${id}" is not CEL: ${problem}`;
      return [{ path: ['nodes', id, ...path], message, hint: 'Write for example inputs.amount > 100.' }];
    }),
  );
}

function expressionsOf(node: FlowNode): (readonly [path: readonly string[], expression: string])[] {
  if (node.type === 'condition') return [[['expression'], node.expression]];
  if (node.type === 'agent') return Object.entries(node.input).map(([name, text]) => [['input', name], text]);
  return [];
}

/** The first line of the parser's complaint; the rest repeats the expression with a marker below. */
function problemOf(expression: string): string | null {
  try {
    parse(expression);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
  }
}
