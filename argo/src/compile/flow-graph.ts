import type { Flow, FlowEdge } from '@aether/schema';

export interface GraphEdge extends FlowEdge {
  readonly id: string;
}

/** A flow's edges by their ends. Edges to unknown nodes are left out: `checkFlow` tells them. */
export class FlowGraph {
  readonly #into = new Map<string, GraphEdge[]>();

  constructor({ nodes, edges }: Flow) {
    for (const [id, edge] of Object.entries(edges).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (!Object.hasOwn(nodes, edge.from) || !Object.hasOwn(nodes, edge.to)) continue;
      this.#into.set(edge.to, [...this.into(edge.to), { ...edge, id }]);
    }
  }

  into(node: string): readonly GraphEdge[] {
    return this.#into.get(node) ?? [];
  }

  /** Every node from which this one can be reached, itself only when it lies on a circle. */
  ancestors(node: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = this.into(node).map(({ from }) => from);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...this.into(next).map(({ from }) => from));
    }
    return found;
  }
}
