import type { ShownEdge, ShownFlow, ShownNode } from './read-flow.ts';

export const NODE = { width: 208, height: 46 } as const;
const GAP = { x: 24, y: 44 } as const;
/** Room for an edge that passes a row. */
const PASS_WIDTH = 8;

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

/** A place in a row: of a node, or of an edge that passes the row on its way down. */
interface Slot {
  key: string;
  /** Keys of the slots above that lead here. */
  above: readonly string[];
  width: number;
  node: ShownNode | null;
}

/** Nodes in rows from the input down, each below everything that leads to it; edges over several rows pass between the nodes. */
export function layoutFlow({ nodes, edges }: ShownFlow): FlowLayout {
  const rowOf = rowsOf(nodes, edges);
  const rows = rowsOfSlots(nodes, edges, rowOf);
  const widths = rows.map((row) => row.reduce((sum, slot) => sum + slot.width + GAP.x, -GAP.x));
  const width = Math.max(NODE.width, ...widths) + 2 * GAP.x;
  const centers = new Map<string, number>();
  const placed = new Map<string, PlacedNode>();
  for (const [row, slots] of rows.entries()) {
    let x = (width - (widths[row] ?? 0)) / 2;
    for (const { key, width: own, node } of byParents(slots, centers)) {
      centers.set(key, x + own / 2);
      if (node !== null) placed.set(node.id, { ...node, x, y: topOf(row) });
      x += own + GAP.x;
    }
  }
  return {
    nodes: [...placed.values()],
    edges: edges.flatMap((edge) => {
      const [from, to] = [rowOf.get(edge.from) ?? 0, rowOf.get(edge.to) ?? 0];
      const passed = rowsBetween(from, to).map((row) => ({ x: centers.get(slotKey(edge, row)) ?? 0, y: topOf(row) }));
      return placedEdge(edge, placed.get(edge.from), placed.get(edge.to), passed);
    }),
    width,
    height: rows.length * (NODE.height + GAP.y),
  };
}

const topOf = (row: number): number => GAP.y / 2 + row * (NODE.height + GAP.y);
const slotKey = ({ id }: ShownEdge, row: number): string => `${id}/${row}`;
const rowsBetween = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from - 1) }, (_, index) => from + 1 + index);

function rowsOfSlots(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
  rowOf: ReadonlyMap<string, number>,
): readonly (readonly Slot[])[] {
  const rows: Slot[][] = Array.from({ length: Math.max(0, ...rowOf.values()) + 1 }, () => []);
  const lastOf = (edge: ShownEdge): string => {
    const row = rowsBetween(rowOf.get(edge.from) ?? 0, rowOf.get(edge.to) ?? 0).at(-1);
    return row === undefined ? edge.from : slotKey(edge, row);
  };
  for (const node of nodes) {
    const above = edges.filter(({ to }) => to === node.id).map(lastOf);
    rows[rowOf.get(node.id) ?? 0]?.push({ key: node.id, above, width: NODE.width, node });
  }
  for (const edge of edges) {
    let above = edge.from;
    for (const row of rowsBetween(rowOf.get(edge.from) ?? 0, rowOf.get(edge.to) ?? 0)) {
      const key = slotKey(edge, row);
      rows[row]?.push({ key, above: [above], width: PASS_WIDTH, node: null });
      above = key;
    }
  }
  return rows;
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
function byParents(slots: readonly Slot[], centers: ReadonlyMap<string, number>): readonly Slot[] {
  const center = ({ above }: Slot): number => {
    const xs = above.flatMap((key) => centers.get(key) ?? []);
    return xs.length === 0 ? 0 : xs.reduce((sum, x) => sum + x, 0) / xs.length;
  };
  return slots.toSorted((left, right) => center(left) - center(right));
}

function placedEdge(
  edge: ShownEdge,
  from: PlacedNode | undefined,
  to: PlacedNode | undefined,
  passed: readonly { readonly x: number; readonly y: number }[],
): PlacedEdge[] {
  if (from === undefined || to === undefined) return [];
  let [x, y] = [from.x + NODE.width / 2, from.y + NODE.height];
  const target = { x: to.x + NODE.width / 2, y: to.y };
  let path = `M ${x} ${y}`;
  for (const point of [...passed, target]) {
    const bend = y + (point.y - y) / 2;
    path += ` C ${x} ${bend}, ${point.x} ${bend}, ${point.x} ${point.y}`;
    [x, y] = [point.x, point.y];
    if (point === target) break;
    y += NODE.height;
    path += ` L ${x} ${y}`;
  }
  return [{ ...edge, path, label: { x: target.x + 6, y: target.y - 8 } }];
}
