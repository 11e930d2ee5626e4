import type { ShownEdge, ShownFlow, ShownNode } from './read-flow.ts';

export const NODE = { width: 208, height: 46 } as const;
const GAP = { x: 24, y: 44 } as const;

export interface PlacedNode extends ShownNode {
  /** Of the top left corner, in pixels. */
  x: number;
  y: number;
}

export interface PlacedEdge extends ShownEdge {
  /** SVG path from the bottom of one node to the top of another. */
  path: string;
  label: { x: number; y: number };
}

export interface FlowLayout {
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
  width: number;
  height: number;
}

/** Nodes in rows from the input down: each below everything that leads to it. Edges of a circle do not push it further. */
export function layoutFlow({ nodes, edges }: ShownFlow): FlowLayout {
  const rows = new Map<number, ShownNode[]>();
  const rowOf = rowsOf(nodes, edges);
  for (const node of nodes) {
    const row = rowOf.get(node.id) ?? 0;
    rows.set(row, [...(rows.get(row) ?? []), node]);
  }
  const widest = Math.max(1, ...[...rows.values()].map((row) => row.length));
  const width = widest * (NODE.width + GAP.x) + GAP.x;
  const placed = new Map<string, PlacedNode>();
  for (const row of [...rows.keys()].toSorted((left, right) => left - right)) {
    const members = byParents(rows.get(row) ?? [], edges, placed);
    const begin = (width - members.length * (NODE.width + GAP.x) + GAP.x) / 2;
    for (const [index, node] of members.entries())
      placed.set(node.id, {
        ...node,
        x: begin + index * (NODE.width + GAP.x),
        y: GAP.y / 2 + row * (NODE.height + GAP.y),
      });
  }
  return {
    nodes: [...placed.values()],
    edges: edges.flatMap((edge) => placedEdge(edge, placed.get(edge.from), placed.get(edge.to))),
    width,
    height: rows.size * (NODE.height + GAP.y),
  };
}

/** The longest way to each node, in edges. */
function rowsOf(nodes: readonly ShownNode[], edges: readonly ShownEdge[]): Map<string, number> {
  const rows = new Map<string, number>();
  const visit = (id: string, before: ReadonlySet<string>): number => {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const parents = edges.filter(({ to, from }) => to === id && !before.has(from) && from !== id);
    const way = new Set([...before, id]);
    const row = Math.max(-1, ...parents.map(({ from }) => visit(from, way))) + 1;
    if (before.size === 0 || parents.length > 0) rows.set(id, row);
    return row;
  };
  for (const { id } of nodes) visit(id, new Set());
  return rows;
}

/** Left to right as what leads to them stands. */
function byParents(
  row: readonly ShownNode[],
  edges: readonly ShownEdge[],
  placed: ReadonlyMap<string, PlacedNode>,
): readonly ShownNode[] {
  const centre = ({ id }: ShownNode): number => {
    const parents = edges.flatMap(({ to, from }) => (to === id ? (placed.get(from)?.x ?? []) : []));
    return parents.length === 0 ? 0 : parents.reduce((sum, x) => sum + x, 0) / parents.length;
  };
  return row.toSorted((left, right) => centre(left) - centre(right));
}

function placedEdge(edge: ShownEdge, from: PlacedNode | undefined, to: PlacedNode | undefined): PlacedEdge[] {
  if (from === undefined || to === undefined) return [];
  const [x1, y1] = [from.x + NODE.width / 2, from.y + NODE.height];
  const [x2, y2] = [to.x + NODE.width / 2, to.y];
  // The last stretch runs straight down, so that edges into one node meet above it.
  const bend = y2 - GAP.y / 2;
  const path = `M ${x1} ${y1} L ${x1} ${y1 + 8} C ${x1} ${bend}, ${x2} ${y1 + 8}, ${x2} ${bend} L ${x2} ${y2}`;
  return [{ ...edge, path, label: { x: x2 + 6, y: y2 - 8 } }];
}
