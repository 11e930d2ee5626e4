import type { SpecIssue } from './agent-spec-issue.ts';
import type { Flow, FlowEdge } from './flow.ts';
import type { FlowNode } from './flow-nodes.ts';
import { ERROR_PORT, portsOf } from './flow-ports.ts';
import { nearestWord } from './nearest-word.ts';

/** Edges to nowhere, edges that name no answer of their node, and edges that are there twice. */
export function checkFlowEdges({ nodes, edges }: Flow): SpecIssue[] {
  const seen = new Set<string>();
  return Object.entries(edges).flatMap(([id, edge]): SpecIssue[] => {
    const path = ['edges', id];
    const [from, to] = [nodeOf(nodes, edge.from), nodeOf(nodes, edge.to)];
    if (from === null || to === null) return unknownEnds(nodes, edge, path);
    const key = JSON.stringify([edge.from, edge.to, edge.when]);
    if (seen.has(key)) {
      const message = `There is already an edge from "${edge.from}" to "${edge.to}" for the same answer.`;
      return [{ code: 'DUPLICATE', path, message, hint: 'Remove it.' }];
    }
    seen.add(key);
    return [...checkEnds(edge, { from, to }, path), ...checkPort(edge, from, path), ...checkHandler(edge, to, path)];
  });
}

function nodeOf(nodes: Flow['nodes'], id: string): FlowNode | null {
  return Object.hasOwn(nodes, id) ? (nodes[id] ?? null) : null;
}

function unknownEnds(nodes: Flow['nodes'], edge: FlowEdge, path: readonly string[]): SpecIssue[] {
  const names = Object.keys(nodes);
  return (['from', 'to'] as const).flatMap((end): SpecIssue[] => {
    if (Object.hasOwn(nodes, edge[end])) return [];
    const meant = nearestWord(edge[end], names);
    const hint = meant === null ? `Nodes are ${names.join(', ') || 'none'}.` : `Did you mean ${meant}?`;
    const message = `Edge "${path.at(-1)}" names "${edge[end]}", which is not a node.`;
    return [{ code: 'UNKNOWN_REFERENCE', path: [...path, end], message, hint }];
  });
}

function checkEnds(
  edge: FlowEdge,
  { from, to }: { readonly from: FlowNode; readonly to: FlowNode },
  path: readonly string[],
): SpecIssue[] {
  const issues: SpecIssue[] = [];
  if (from.type === 'output') {
    const message = `"${edge.from}" is an output, and nothing comes after it.`;
    issues.push({ code: 'FLOW_PORT', path: [...path, 'from'], message, hint: 'Lead the edge out of another node.' });
  }
  if (to.type === 'input') {
    const message = `"${edge.to}" is the input, and nothing comes before it.`;
    issues.push({ code: 'FLOW_PORT', path: [...path, 'to'], message, hint: 'Lead the edge to another node.' });
  }
  return issues;
}

function checkPort({ from, when }: FlowEdge, node: FlowNode, path: readonly string[]): SpecIssue[] {
  const { names, isRequired } = portsOf(node);
  const issue = (message: string, hint: string): SpecIssue[] => [
    { code: 'FLOW_PORT', path: [...path, 'when'], message, hint },
  ];
  const id = path.at(-1);
  if (when === undefined) {
    if (!isRequired) return [];
    return issue(
      `Edge "${id}" leaves the ${node.type} "${from}" without saying for which answer.`,
      `Set "when" to ${names.join(', ')}.`,
    );
  }
  if (names.includes(String(when))) return [];
  if (names.length === 0 || (names.length === 1 && names[0] === ERROR_PORT)) {
    const hint = 'Remove "when", or put a condition between the two nodes.';
    return issue(`Edge "${id}" has "when", but "${from}" is of type ${node.type} and gives no answer.`, hint);
  }
  return issue(`"${from}" never answers "${String(when)}".`, `Set "when" to ${names.join(', ')}.`);
}

function checkHandler({ when }: FlowEdge, to: FlowNode, path: readonly string[]): SpecIssue[] {
  if ((when === ERROR_PORT) === (to.type === 'error-handler')) return [];
  const message =
    to.type === 'error-handler'
      ? `Edge "${path.at(-1)}" leads to an error handler, but is not taken when its node fails.`
      : `Edge "${path.at(-1)}" is taken when its node fails, but leads to no error handler.`;
  const hint =
    to.type === 'error-handler'
      ? 'Set "when" to "error".'
      : 'Put a node of type error-handler there; it has the error as its output.';
  return [{ code: 'FLOW_PORT', path: [...path, 'when'], message, hint }];
}
