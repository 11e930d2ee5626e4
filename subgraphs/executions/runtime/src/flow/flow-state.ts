import { ERROR_PORT, type Flow, FlowGraph, type GraphEdge } from '@aether/schema';
import type { NodeAnswer } from './node-context.ts';

/** How a node ended: with an answer, or not at all because no way led to it. */
export type NodeEnd = (NodeAnswer & { readonly kind: 'DONE' }) | { readonly kind: 'SKIPPED' };

/** What comes next for a node. CHOOSE: find out which of several edges came first. */
export type NodeTurn = 'WAIT' | 'CHOOSE' | 'RUN' | 'SKIP';

/** Where a run of a flow stands: which nodes have ended and how. Pure; it says what may run, and runs nothing. */
export class FlowState {
  readonly graph: FlowGraph;
  readonly #flow: Flow;
  readonly #ends = new Map<string, NodeEnd>();
  /** Of nodes that go on after any edge: the node whose edge came first. */
  readonly #first = new Map<string, string>();

  constructor(flow: Flow) {
    this.#flow = flow;
    this.graph = new FlowGraph(flow);
  }

  /** Nodes that have not ended, in order of their ids. */
  open(): readonly string[] {
    return Object.keys(this.#flow.nodes)
      .filter((id) => !this.#ends.has(id))
      .toSorted();
  }

  end(id: string): NodeEnd | undefined {
    return this.#ends.get(id);
  }

  ended(id: string, end: NodeEnd): void {
    this.#ends.set(id, end);
  }

  chosen(id: string, from: string): void {
    this.#first.set(id, from);
  }

  turnOf(id: string): NodeTurn {
    const edges = this.graph.into(id);
    if (edges.length === 0) return 'RUN';
    const taken = edges.filter((edge) => this.#isTaken(edge));
    const isSettled = edges.every(({ from }) => this.#ends.has(from));
    if (!this.isRace(id)) return !isSettled ? 'WAIT' : taken.length > 0 ? 'RUN' : 'SKIP';
    const first = this.#first.get(id);
    if (first !== undefined) return this.#ends.has(first) ? 'RUN' : 'WAIT';
    return taken.length > 0 ? 'CHOOSE' : isSettled ? 'SKIP' : 'WAIT';
  }

  /** Whether the node goes on after any one of several edges. */
  isRace(id: string): boolean {
    return this.#flow.nodes[id]?.join === 'ANY' && this.graph.into(id).length > 1;
  }

  /** Nodes with a taken edge to this one; for a race the first of them. */
  before(id: string): readonly string[] {
    const first = this.#first.get(id);
    if (first !== undefined) return [first];
    const taken = this.graph.into(id).filter((edge) => this.#isTaken(edge));
    return [...new Set(taken.map(({ from }) => from))].toSorted();
  }

  /** Nodes that ran before this one for certain, on every resume: what its expressions may see. */
  visible(id: string): readonly string[] {
    const first = this.#first.get(id);
    const ids = first === undefined ? this.graph.ancestors(id) : new Set([first, ...this.graph.ancestors(first)]);
    return [...ids].filter((each) => this.#ends.get(each)?.kind === 'DONE').toSorted();
  }

  #isTaken({ from, when }: GraphEdge): boolean {
    const end = this.#ends.get(from);
    if (end?.kind !== 'DONE') return false;
    if (when !== undefined) return String(when) === end.port;
    return end.port !== ERROR_PORT && end.port !== 'false';
  }
}
