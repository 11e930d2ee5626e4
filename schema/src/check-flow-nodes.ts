import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import type { Flow } from './flow.ts';
import type { FlowGraph } from './flow-graph.ts';
import type { FlowNode, FlowNodeOf } from './flow-nodes.ts';
import { isRecord } from './json-value.ts';
import { nearestWord } from './nearest-word.ts';
import { placeholderIssues } from './placeholder-issues.ts';

type Parts = Pick<AgentSpec, 'inputs' | 'knowledge' | 'tools'>;
type Work = FlowNode | FlowNodeOf<'map'>['each'];

/** Why a kind of node cannot run in this version, and what does the same today. */
const NOT_YET: Readonly<Record<string, readonly [why: string, instead: string]>> = {
  http: [
    'flows make no requests of their own yet',
    'Connect the address as a tool server and call it with a node of type tool.',
  ],
  recall: ['flows have no long-term memory yet', 'Keep it in a notebook and read it with a node of type retrieve.'],
  remember: ['flows have no long-term memory yet', 'Write it with a tool, by a node of type tool.'],
  wait: [
    'flows have no timers and signals yet',
    'Ask a person with a node of type approval, or start a second agent by a trigger.',
  ],
  subflow: ['flows cannot contain flows yet', 'Put its nodes into this flow.'],
  artifact: ['flows store no files yet', 'Give the text as a field of a node of type output.'],
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
    case 'approval':
      return placeholderIssues(node.question, inputNames(parts), [...path, 'question']);
    default:
      return [];
  }
}

function inputNames({ inputs }: Parts): readonly string[] {
  const properties = inputs['properties'];
  return isRecord(properties) ? Object.keys(properties) : [];
}
