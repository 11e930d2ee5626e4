import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import type { Flow } from './flow.ts';
import type { FlowGraph } from './flow-graph.ts';
import type { FlowNode, FlowNodeOf } from './flow-nodes.ts';
import { httpCallIssues } from './http-call-issues.ts';
import { isRecord } from './json-value.ts';
import { nearestWord } from './nearest-word.ts';
import { placeholderIssues } from './placeholder-issues.ts';

type Parts = Pick<AgentSpec, 'inputs' | 'knowledge' | 'tools'> & Partial<Pick<AgentSpec, 'endpoint'>>;
type Work = FlowNode | FlowNodeOf<'map'>['each'];

/** Why a kind of node cannot run in this version, and what does the same today. */
const NOT_YET: Readonly<Record<string, readonly [why: string, instead: string]>> = {
  recall: ['flows have no long-term memory yet', 'Keep it in a notebook and read it with a node of type retrieve.'],
  remember: ['flows have no long-term memory yet', 'Write it with a tool, by a node of type tool.'],
  container: [
    'no container is ever started by Aether yet',
    'Offer what it does as a tool and use a node of type tool.',
  ],
};

/** Nodes that cannot run, and nodes that name what is not there. */
export function checkFlowNodes(flow: Flow, graph: FlowGraph, parts: Parts): SpecIssue[] {
  return Object.entries(flow.nodes).flatMap(([id, node]) => {
    const path = ['nodes', id];
    const named = `Node "${id}"`;
    if (node.type !== 'map') return checkNode(flow, graph, parts, { id, node, path, named });
    return checkNode(flow, graph, parts, { id, node: node.each, path: [...path, 'each'], named });
  });
}

interface Place {
  readonly id: string;
  readonly node: Work;
  readonly path: readonly string[];
  /** How sentences begin. */
  readonly named: string;
}

function checkNode(flow: Flow, graph: FlowGraph, parts: Parts, { id, node, path, named }: Place): SpecIssue[] {
  const unknown = (what: string, given: string, known: readonly string[], at: readonly string[]): SpecIssue[] => {
    if (known.includes(given)) return [];
    const meant = nearestWord(given, known);
    const hint = meant === null ? `There are: ${known.join(', ') || 'none'}.` : `Did you mean ${meant}?`;
    const message = `${named} names the ${what} "${given}", which is not there.`;
    return [{ code: 'UNKNOWN_REFERENCE', path: [...path, ...at], message, hint }];
  };
  const notYet = NOT_YET[node.type];
  if (notYet !== undefined) {
    const message = `${named} is of type ${node.type} and cannot run: ${notYet[0]}.`;
    return [{ code: 'NOT_RUNNABLE', path: [...path, 'type'], message, hint: notYet[1] }];
  }
  switch (node.type) {
    case 'retrieve':
      return unknown('knowledge', node.knowledge, Object.keys(parts.knowledge), ['knowledge']);
    case 'tool':
      return unknown('tool', node.tool, Object.keys(parts.tools), ['tool']);
    case 'model': {
      const before = Object.keys(flow.nodes).filter(
        (each) => flow.nodes[each]?.type === 'retrieve' && graph.ancestors(id).has(each),
      );
      return [
        ...node.tools.flatMap((tool, index) =>
          unknown('tool', tool, Object.keys(parts.tools), ['tools', String(index)]),
        ),
        ...node.sources.flatMap((source, index) =>
          unknown('source', source, before, ['sources', String(index)]).map((issue) => ({
            ...issue,
            message: `${named} names the source "${source}", which is no node of type retrieve before it.`,
          })),
        ),
      ];
    }
    case 'http':
      return httpCallIssues(node, { path, named });
    case 'endpoint':
      return parts.endpoint === undefined ? [noEndpoint(path, named)] : [];
    case 'wait':
      return waitIssues(node, path, named);
    case 'approval':
      return placeholderIssues(node.question, inputNames(parts), [...path, 'question']);
    case 'artifact':
      return placeholderIssues(node.file, inputNames(parts), [...path, 'file']);
    default:
      return [];
  }
}

function noEndpoint(path: readonly string[], named: string): SpecIssue {
  const message = `${named} calls the endpoint of the agent, and it has none.`;
  return {
    code: 'UNKNOWN_REFERENCE',
    path: [...path, 'type'],
    message,
    hint: 'Set type to HYBRID and add "endpoint", or use a node of type http.',
  };
}

function waitIssues(
  { seconds, until, signal, timeoutMs }: FlowNodeOf<'wait'>,
  path: readonly string[],
  named: string,
): SpecIssue[] {
  const given = Object.entries({ seconds, until, signal }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (given.length !== 1) {
    const what = given.length === 0 ? 'nothing to wait for' : `${given.join(' and ')} to wait for`;
    const hint = 'Give exactly one of seconds, until and signal.';
    return [{ code: 'WRONG_VALUE', path: [...path, given[1] ?? 'seconds'], message: `${named} has ${what}.`, hint }];
  }
  if (timeoutMs === undefined || signal !== undefined) return [];
  const message = `${named} has a timeout, but waits for no signal.`;
  return [{ code: 'WRONG_VALUE', path: [...path, 'timeoutMs'], message, hint: 'Remove timeoutMs.' }];
}

function inputNames({ inputs }: Parts): readonly string[] {
  const properties = inputs['properties'];
  return isRecord(properties) ? Object.keys(properties) : [];
}
