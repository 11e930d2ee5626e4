import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import { type Flow } from './flow.ts';
import { checkFlowEdges } from './check-flow-edges.ts';
import { checkFlowNodes } from './check-flow-nodes.ts';
import { FlowGraph } from './flow-graph.ts';

/**
 * What is wrong with the flow of an agent on any executor. Expressions are checked by who can read them
 * (`@aether/common/expressions`).
 */
export function checkFlow(
  flow: Flow,
  spec: Pick<AgentSpec, 'inputs' | 'knowledge' | 'tools' | 'limits'> & Partial<Pick<AgentSpec, 'endpoint'>>,
): SpecIssue[] {
  const graph = new FlowGraph(flow);
  return [
    ...checkEnds(flow),
    ...checkFlowEdges(flow),
    ...checkCircles(flow, graph),
    ...checkReach(flow, graph),
    ...checkFlowNodes(flow, graph, spec),
    ...checkSize(flow, spec),
  ].map((issue) => ({ ...issue, path: ['flow', ...issue.path] }));
}

function checkEnds({ nodes }: Flow): SpecIssue[] {
  const of = (type: string) => Object.keys(nodes).filter((id) => nodes[id]?.type === type);
  const [inputs, outputs] = [of('input'), of('output')];
  const issues: SpecIssue[] = inputs.slice(1).map((id) => ({
    code: 'DUPLICATE',
    path: ['nodes', id],
    message: `A flow begins at one node, and "${inputs[0]}" is of type input already.`,
    hint: 'Remove one of them.',
  }));
  if (inputs.length === 0) {
    const message = 'The flow has no node of type input, so nothing says where it begins.';
    issues.push({ code: 'REQUIRED', path: ['nodes'], message, hint: 'Add one, with edges to what comes first.' });
  }
  if (outputs.length === 0) {
    const message = 'The flow has no node of type output, so a run would answer nothing.';
    issues.push({ code: 'REQUIRED', path: ['nodes'], message, hint: 'Add one behind the last node.' });
  }
  return issues;
}

function checkCircles({ nodes }: Flow, graph: FlowGraph): SpecIssue[] {
  return Object.keys(nodes)
    .filter((id) => graph.ancestors(id).has(id))
    .map((id) => ({
      code: 'FLOW_CIRCLE',
      path: ['nodes', id],
      message: `Node "${id}" lies on a circle, so it would wait for itself.`,
      hint: 'Remove the edge that leads back; to repeat work for several things use a node of type map.',
    }));
}

function checkReach({ nodes }: Flow, graph: FlowGraph): SpecIssue[] {
  const begin = Object.keys(nodes).find((id) => nodes[id]?.type === 'input');
  if (begin === undefined) return [];
  const reached = graph.descendants(begin);
  return Object.keys(nodes)
    .filter((id) => id !== begin && !reached.has(id) && nodes[id]?.type !== 'input')
    .map((id) => ({
      code: 'FLOW_UNREACHABLE',
      path: ['nodes', id],
      message: `No way leads from the input to node "${id}", so it would never run.`,
      hint: 'Add an edge to it, or remove it.',
    }));
}

function checkSize({ nodes }: Flow, { limits }: Pick<AgentSpec, 'limits'>): SpecIssue[] {
  const count = Object.values(nodes).filter(({ type }) => type !== 'input').length;
  if (count <= limits.steps) return [];
  const message = `The flow has ${count} nodes that make steps, and a run of this agent may take ${limits.steps}.`;
  return [{ code: 'TOO_LARGE', path: ['nodes'], message, hint: 'Raise limits.steps, or use fewer nodes.' }];
}
