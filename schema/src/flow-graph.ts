import type { Flow, FlowEdge } from './flow.ts';

export interface GraphEdge extends FlowEdge {
  readonly id: string;
}

/** A flow's edges by their ends, in order of their ids. Edges to unknown nodes are left out: `checkFlow` tells them. */
export class FlowGraph {
  readonly #into = new Map<string, GraphEdge[]>();
  readonly #outOf = new Map<string, GraphEdge[]>();

  constructor({ nodes, edges }: Flow) {
    for (const [id, edge] of Object.entries(edges).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (!Object.hasOwn(nodes, edge.from) || !Object.hasOwn(nodes, edge.to)) continue;
      this.#into.set(edge.to, [...this.into(edge.to), { ...edge, id }]);
      this.#outOf.set(edge.from, [...this.outOf(edge.from), { ...edge, id }]);
    }
  }

  into(node: string): readonly GraphEdge[] {
    return this.#into.get(node) ?? [];
  }

  outOf(node: string): readonly GraphEdge[] {
    return this.#outOf.get(node) ?? [];
  }

  /** Every node from which this one can be reached, itself only when it lies on a circle. */
  ancestors(node: string): ReadonlySet<string> {
    return reached(node, (each) => this.into(each).map(({ from }) => from));
  }

  /** Every node that can be reached from this one, itself only when it lies on a circle. */
  descendants(node: string): ReadonlySet<string> {
    return reached(node, (each) => this.outOf(each).map(({ to }) => to));
  }
}

function reached(node: string, next: (node: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...next(node)];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    open.push(...next(each));
  }
  return found;
}
