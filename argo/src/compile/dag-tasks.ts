import { type Flow, FlowGraph, type GraphEdge } from '@aether/schema';
import { GATE } from './plugin-call.ts';
import type { DagTask } from './workflow-template.ts';

/**
 * The flow as tasks of a DAG.
 *
 * A condition is a task whose result is `true` or `false`. An edge out of it becomes `when` of the node behind it; where
 * that node has other edges too, the edge becomes a task of its own (a gate), because `when` decides about all edges.
 * A node behind others runs when none of them failed and at least one was not skipped; so a branch that was not taken
 * passes on its being skipped, and a join behind two branches runs once.
 */
export function dagTasks(flow: Flow): DagTask[] {
  const graph = new FlowGraph(flow);
  return Object.keys(flow.nodes)
    .toSorted()
    .flatMap((id) => {
      const edges = graph.into(id);
      const [only] = edges;
      if (edges.length === 1 && only !== undefined) return [task(id, only.from, only)];
      const gates = edges.filter(({ when }) => when !== undefined);
      const parts = edges.map((edge) => (edge.when === undefined ? edge.from : gateOf(edge)));
      return [...gates.map((edge) => task(gateOf(edge), edge.from, edge)), joinTask(id, parts, graph)];
    });
}

const gateOf = ({ id }: GraphEdge) => `${GATE}${id}`;

function task(name: string, from: string, { when }: GraphEdge): DagTask {
  return {
    ...call(name),
    depends: `${from}.Succeeded`,
    ...(when === undefined ? {} : { when: `{{tasks.${from}.outputs.result}} == ${when}` }),
  };
}

function joinTask(name: string, parts: readonly string[], graph: FlowGraph): DagTask {
  if (parts.length === 0) return call(name);
  const ended = parts.map((part) => `(${part}.Succeeded || ${part}.Skipped || ${part}.Omitted)`);
  const taken = parts.map((part) => `${part}.Succeeded`).join(' || ');
  // Omitted also says that something before it failed, which must not look like a branch that was not taken.
  const sound = [...graph.ancestors(name)].toSorted().map((node) => `!${node}.Failed && !${node}.Errored`);
  return { ...call(name), depends: [...ended, `(${taken})`, ...sound].join(' && ') };
}

function call(node: string): DagTask {
  return { name: node, template: 'call', arguments: { parameters: [{ name: 'node', value: node }] } };
}
