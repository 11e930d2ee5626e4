import { checkFlowEdges, type Flow, flowExpressionsOf, FlowGraph } from '@aether/schema';
import { parse } from '@marcbachmann/cel-js';
import type { CompileIssue } from './cannot-compile-error.ts';

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

function checkEdges(flow: Flow): CompileIssue[] {
  return checkFlowEdges(flow).map(({ path, message, hint }) => ({ path, message, hint: hint ?? 'Mend the edge.' }));
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

function checkExpressions(flow: Flow): CompileIssue[] {
  return flowExpressionsOf(flow).flatMap(({ nodeId, path, text }): CompileIssue[] => {
    const problem = problemOf(text);
    if (problem === null) return [];
    const message = `The expression of node "${nodeId}" is not CEL: ${problem}`;
    return [{ path, message, hint: 'Write for example inputs.amount > 100.' }];
  });
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
