import { isRecord } from '../../../json/is-record.ts';

export interface ShownNode {
  id: string;
  type: string;
  name: string;
  /** The line below the name: what it asks, searches, decides. */
  note: string;
}

export interface ShownEdge {
  id: string;
  from: string;
  to: string;
  /** Answer that takes it; null = every answer does. */
  answer: string | null;
}

export interface ShownFlow {
  nodes: readonly ShownNode[];
  edges: readonly ShownEdge[];
}

/** Fields that say best what a node does, in this order. */
const NOTES = [
  'question',
  'expression',
  'value',
  'prompt',
  'query',
  'tool',
  'knowledge',
  'agent',
  'items',
  'url',
  'signal',
  'until',
  'seconds',
];
const ANSWERS: Record<string, string> = { true: 'yes', false: 'no', error: 'fails' };

/** The flow of a draft as far as it can be drawn; a draft may be half written. Null = it has none. */
export function readFlow(spec: unknown): ShownFlow | null {
  const flow = isRecord(spec) ? spec['flow'] : undefined;
  if (!isRecord(flow) || !isRecord(flow['nodes'])) return null;
  const nodes = Object.entries(flow['nodes']).flatMap(([id, node]) => (isRecord(node) ? [shown(id, node)] : []));
  const ids = new Set(nodes.map((node) => node.id));
  const edges = Object.entries(isRecord(flow['edges']) ? flow['edges'] : {}).flatMap(([id, edge]): ShownEdge[] => {
    if (!isRecord(edge) || typeof edge['from'] !== 'string' || typeof edge['to'] !== 'string') return [];
    if (!ids.has(edge['from']) || !ids.has(edge['to'])) return [];
    const when = edge['when'];
    const answer = when === undefined ? null : (ANSWERS[String(when)] ?? String(when));
    return [{ id, from: edge['from'], to: edge['to'], answer }];
  });
  return { nodes, edges };
}

function shown(id: string, node: Record<string, unknown>): ShownNode {
  const type = typeof node['type'] === 'string' ? node['type'] : 'unknown';
  const name = typeof node['name'] === 'string' && node['name'] !== '' ? node['name'] : id;
  const note = NOTES.map((field) => node[field]).find((value) => typeof value === 'string');
  return { id, type, name, note: typeof note === 'string' ? note : type };
}
