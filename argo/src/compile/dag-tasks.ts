import { ERROR_PORT, type Flow, FlowGraph, type GraphEdge } from '@aether/schema';
import { DONE, GATE } from './plugin-call.ts';
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
      if (edges.length === 1 && only !== undefined) return [task(id, only.from, answerOf(only, flow, graph))];
      const answers = new Map(edges.map((edge) => [edge, answerOf(edge, flow, graph)]));
      const gates = edges.filter((edge) => answers.get(edge) !== null);
      const parts = edges.map((edge) => (answers.get(edge) === null ? edge.from : gateOf(edge)));
      return [
        ...gates.map((edge) => task(gateOf(edge), edge.from, answers.get(edge) ?? null)),
        joinTask(id, parts, graph),
      ];
    });
}

const gateOf = ({ id }: GraphEdge) => `${GATE}${id}`;

/** The answer of its node that takes the edge; null = every answer does. */
function answerOf({ from, when }: GraphEdge, { nodes }: Flow, graph: FlowGraph): string | null {
  if (when !== undefined) return String(when);
  const named = graph.outOf(from).map((edge) => edge.when);
  if (nodes[from]?.type === 'approval') return named.includes(false) ? 'true' : null;
  return named.includes(ERROR_PORT) ? DONE : null;
}

/** Words are quoted: they may hold hyphens, which Argo would take for minus. */
function conditionOf(from: string, answer: string): string {
  const result = `{{tasks.${from}.outputs.result}}`;
  return answer === 'true' || answer === 'false' ? `${result} == ${answer}` : `'${result}' == '${answer}'`;
}

function task(name: string, from: string, answer: string | null): DagTask {
  return {
    ...call(name),
    depends: `${from}.Succeeded`,
    ...(answer === null ? {} : { when: conditionOf(from, answer) }),
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
