import { PlatformError } from '@aether/common/service';
import { ERROR_PORT, type ErrorCode, type Flow, type FlowNode, type JsonValue } from '@aether/schema';
import { HeldError, WaitingError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import { distinctMarks } from './distinct-marks.ts';
import { AgentNodeFailedError, FlowNodeError, ToolNodeFailedError } from './errors.ts';
import { FlowState, type NodeEnd } from './flow-state.ts';
import { inMarksWhole } from './in-marks-whole.ts';
import { keepingFailures } from './keeping-failures.ts';
import type { MarkedValue } from './marked-value.ts';
import { type NodeContext, stepTypeOf } from './node-context.ts';
import type { NodeScope } from './node-scope.ts';
import { runNode } from './nodes/run-node.ts';
import { scopedJournal } from './scoped-journal.ts';
import { situationOf } from './situation-of.ts';

/** They end the run, whatever handlers there are. */
const BEYOND_HANDLERS: ReadonlySet<ErrorCode> = new Set([
  'BUDGET_EXHAUSTED',
  'STEP_LIMIT_REACHED',
  'NON_DETERMINISTIC',
]);

/**
 * One run of a flow: starts each node when its turn has come, independent ones side by side. It keeps nothing of its own: on
 * resume it begins at the input again, and done nodes answer from the journal.
 */
export class FlowRun {
  readonly #journal: Journal;
  readonly #parts: RuntimeParts;
  readonly #flow: Flow;
  readonly #state: FlowState;
  readonly #passages = new Map<string, readonly RetrievedPassage[]>();
  readonly #failures: unknown[] = [];
  readonly #waiting = new Map<string, WaitingError>();
  readonly #held = new Set<string>();
  /** Nodes at work, which count for the limit, and what is only noted. */
  readonly #working = new Map<string, Promise<void>>();
  readonly #noting = new Map<string, Promise<void>>();

  constructor(journal: Journal, parts: RuntimeParts, flow: Flow) {
    this.#journal = journal;
    this.#parts = parts;
    this.#flow = flow;
    this.#state = new FlowState(flow);
  }

  /**
   * Until nothing is left to do. What has begun is waited for, also when a node fails.
   * @throws WaitingError for everything that any branch waits for, when nothing else can be done
   * @throws HeldError when the cluster has to hand a node out first
   */
  async toEnd(): Promise<FlowState> {
    for (;;) {
      this.#startWhatMay();
      const begun = [...this.#working.values(), ...this.#noting.values()];
      if (begun.length === 0) break;
      await Promise.race(begun);
    }
    if (this.#failures.length > 0) throw this.#failures[0];
    // Who is asked holds back the whole run, so what the cluster will hand out comes first.
    if (this.#held.size > 0) throw new HeldError([...this.#held]);
    if (this.#waiting.size > 0) throw WaitingError.together([...this.#waiting.values()]);
    return this.#state;
  }

  #startWhatMay(): void {
    if (this.#failures.length > 0) return;
    const { spec, handedOut } = this.#journal.run;
    const { parallelToolCalls: limit } = spec.limits;
    for (const id of this.#state.open()) {
      const node = this.#flow.nodes[id];
      if (node === undefined || this.#working.has(id) || this.#noting.has(id) || this.#waiting.has(id)) continue;
      const turn = this.#state.turnOf(id);
      if (turn === 'SKIP') this.#begin(this.#noting, id, () => this.#skip(id, node));
      else if (turn === 'CHOOSE') this.#begin(this.#noting, id, () => this.#choose(id, node));
      else if (turn === 'RUN' && handedOut?.has(id) === false) this.#held.add(id);
      else if (turn === 'RUN' && this.#working.size < limit) this.#begin(this.#working, id, () => this.#run(id, node));
    }
  }

  #begin(among: Map<string, Promise<void>>, id: string, work: () => Promise<void>): void {
    const begun = work()
      .catch((error: unknown) => {
        if (error instanceof WaitingError) this.#waiting.set(id, error);
        else this.#failures.push(error);
      })
      .finally(() => among.delete(id));
    among.set(id, begun);
  }

  async #run(id: string, node: FlowNode): Promise<void> {
    const isHandled = this.#state.graph.outOf(id).some(({ when }) => when === ERROR_PORT);
    const context = this.#contextOf(id, node, isHandled);
    try {
      const answer = await runNode(node, context);
      if ('passages' in answer) this.#passages.set(id, answer.passages as readonly RetrievedPassage[]);
      this.#state.ended(id, { kind: 'DONE', ...answer });
      this.#journal.nodeEnded(id, answer.port);
    } catch (error) {
      if (!(error instanceof PlatformError) || this.#journal.signal.aborted || error.code === 'STALE_FENCE')
        throw error;
      const { code, message, hint, retryable } = error;
      if (!isHandled || retryable || BEYOND_HANDLERS.has(code)) throw new FlowNodeError(id, error);
      const output = { node: id, code, message, hint };
      this.#state.ended(id, { kind: 'DONE', port: ERROR_PORT, output, marked: markedBy(error, output, context.scope) });
      this.#journal.nodeEnded(id, ERROR_PORT);
    }
  }

  /** The way of the run did not lead here; the chain shows it. */
  async #skip(id: string, node: FlowNode): Promise<void> {
    const type = stepTypeOf(node.type);
    if (type !== null) {
      const journal = scopedJournal(this.#journal, { prefix: `${id}/`, nodeId: id });
      await journal.step({ key: 'skip', type, name: node.name ?? id, input: {} }, async () => ({
        output: null,
        details: { reason: 'No edge to this node was taken.' },
        usage: null,
        isSkipped: true,
      }));
    }
    this.#state.ended(id, { kind: 'SKIPPED' });
  }

  /** Which edge came first is kept: on resume another one may come first, and the node must see the same again. */
  async #choose(id: string, node: FlowNode): Promise<void> {
    const journal = scopedJournal(this.#journal, { prefix: `${id}/`, nodeId: id });
    const [first = ''] = this.#state.before(id);
    const name = `First of ${this.#state.graph
      .into(id)
      .map(({ from }) => from)
      .join(', ')}`;
    const from = await journal.step<string>(
      { key: 'first', type: 'MERGE', name: node.name === undefined ? name : `${node.name}: ${name}`, input: {} },
      async () => ({ output: first, details: { first }, usage: null }),
    );
    this.#state.chosen(id, from);
  }

  #contextOf(id: string, node: FlowNode, isHandled: boolean): NodeContext {
    const scoped = scopedJournal(this.#journal, { prefix: `${id}/`, nodeId: id });
    const visible = this.#state.visible(id);
    const { outputs, kinds, marked } = this.#ran(visible);
    return {
      id,
      name: node.name ?? id,
      journal: isHandled ? keepingFailures(scoped) : scoped,
      parts: this.#parts,
      scope: { inputs: this.#journal.run.input, nodes: outputs, ...marked },
      situation: situationOf(kinds, this.#journal.run.caller ?? null),
      passagesOf: (each) => this.#passages.get(each) ?? [],
      ports: new Set(this.#state.graph.outOf(id).map(({ when }) => String(when))),
      before: this.#state.before(id),
    };
  }

  #ran(ids: readonly string[]): {
    readonly outputs: NodeContext['scope']['nodes'];
    readonly kinds: readonly FlowNode[];
    readonly marked: Pick<NodeContext['scope'], 'marked'>;
  } {
    const ends = ids.map((id) => [id, this.#state.end(id)] as const);
    const outputs = ends.map(([id, end]) => [id, { output: outputOf(end) }] as const);
    const nodes = Object.fromEntries(outputs);
    const inMarks = ends.flatMap(([id, end]) => (end?.kind === 'DONE' && end.marked ? [{ id, ...end.marked }] : []));
    const marks = distinctMarks(inMarks.flatMap((each) => each.marks));
    const values = Object.fromEntries(inMarks.map(({ id, value }) => [id, { output: value }]));
    return {
      outputs: nodes,
      kinds: ids.flatMap((id) => this.#flow.nodes[id] ?? []),
      marked: marks.length === 0 ? {} : { marked: { nodes: { ...nodes, ...values }, marks } },
    };
  }
}

/** A tool or an agent that failed has said so in its own words; any other failure may quote what its node read. */
function markedBy(error: PlatformError, output: JsonValue, { marked }: NodeScope): MarkedValue | undefined {
  const said = error instanceof ToolNodeFailedError || error instanceof AgentNodeFailedError ? error.marks : null;
  return inMarksWhole(output, said === null ? (marked?.marks ?? []) : [said]);
}

function outputOf(end: NodeEnd | undefined): JsonValue {
  return end?.kind === 'DONE' ? end.output : null;
}
