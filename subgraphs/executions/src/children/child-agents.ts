import { type AgentAnswer, type AgentClient, AgentFailedError, type AgentRequest } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import { lineageOf } from '../agents/lineage-of.ts';
import { runAnswer } from '../agents/run-answer.ts';
import { startAgent } from '../agents/start-agent.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { SlowReaderError, StaleFenceError } from '../errors.ts';
import { executionEventStream } from '../stream/execution-event-stream.ts';
import type { RunPlaces } from '../worker/run-places.ts';
import { knownCost } from '../known-cost.ts';
import { childBudget } from './child-budget.ts';

/**
 * Agents that runs call: each call is a durable run of its own, in the name of the same person. The caller and the key of its step name it,
 * so a caller that is resumed after a crash finds the run that it called before and never begins a second one. A caller that is cancelled or
 * ends takes it along (`settleFamily`); one that only changes its worker does not.
 */
export class ChildAgents implements AgentClient {
  readonly #parts: ExecutionsParts;
  readonly #places: RunPlaces;
  /** Calls of one run are accepted one after another: two that looked at the same rest of a budget would both get it. */
  readonly #accepting = new Map<string, Promise<unknown>>();

  constructor(parts: ExecutionsParts, places: RunPlaces) {
    this.#parts = parts;
    this.#places = places;
  }

  async run(request: AgentRequest): Promise<AgentAnswer> {
    const { run, signal } = request;
    const child = await this.#inTurn(run.executionId, () => this.#accept(request));
    return this.#places.without(run.executionId, signal, () => this.#untilEnd(child, request));
  }

  async #accept(request: AgentRequest): Promise<ExecutionRecord> {
    const { run, agentSlug, input, stepKey, fence, signal } = request;
    const { children, clock, ids } = this.#parts;
    const { tenantId, executionId } = run;
    signal.throwIfAborted();
    const family = await children.family({ tenantId, executionId });
    if (family === null || family.parent.fence !== fence) throw new StaleFenceError(executionId);
    const known = family.children.find((child) => child.parentStepKey === stepKey);
    if (known !== undefined) return known;
    const { parent } = family;
    const budget = childBudget(family, request.budgetLeft);
    // What it called before may have waited, which does not count.
    const deadlineAtMs = family.children.length === 0 ? parent.deadlineAtMs : await children.postponeDeadline(parent);
    const leftMs = Math.max(1, deadlineAtMs - clock.now().getTime());
    return startAgent(
      this.#parts,
      {
        slug: agentSlug,
        input,
        context: null,
        priority: parent.priority,
        idempotencyKey: `call/${executionId}/${request.idempotencyKey}`,
      },
      { viewer: run.runAs, requestId: ids('req'), traceparent: run.traceparent },
      {
        origin: null,
        lineage: lineageOf(run, budget),
        child: {
          stepKey,
          placeAtMs: Date.parse(parent.createdAt),
          deadlineMs: Math.min(leftMs, request.timeoutMs),
          caller: request.caller ?? run.caller ?? null,
        },
      },
    );
  }

  async #untilEnd(child: ExecutionRecord, { signal, agentSlug, onProgress }: AgentRequest): Promise<AgentAnswer> {
    await this.#follow(child, signal, onProgress);
    signal.throwIfAborted();
    const ended = await this.#parts.reader.find(child.tenantId, child.id);
    const marks = await this.#parts.reader.firstMarks(child.tenantId, child.id);
    if (ended?.error != null) throw new AgentFailedError(agentSlug, ended.error, { ...told(ended), marks });
    const { execution, output, text } = await runAnswer(this.#parts, child);
    return { ...told(execution), output: output as JsonObject, text, marks };
  }

  async #follow(child: ExecutionRecord, signal: AbortSignal, onProgress: AgentRequest['onProgress']): Promise<void> {
    for (let after = 0; ;) {
      const followed = { ...child, lastSeq: Math.max(after, child.lastSeq) };
      try {
        for await (const { name, data, seq } of executionEventStream(this.#parts, followed, { after, signal })) {
          after = seq ?? after;
          if (name === 'step-start') onProgress(null, String(data['name']));
          if (name === 'execution-waiting') onProgress(null, String(data['reason']));
        }
        return;
      } catch (error) {
        // A process that was busy for a while goes on where it was; the run that is followed has nothing to do with it.
        if (!(error instanceof SlowReaderError)) throw error;
      }
    }
  }

  async #inTurn<Result>(executionId: string, work: () => Promise<Result>): Promise<Result> {
    const earlier = this.#accepting.get(executionId) ?? Promise.resolve();
    const mine = earlier.then(work, work);
    this.#accepting.set(executionId, mine);
    try {
      return await mine;
    } finally {
      if (this.#accepting.get(executionId) === mine) this.#accepting.delete(executionId);
    }
  }
}

function told({ id, spent, unpriced }: ExecutionRecord): Pick<AgentAnswer, 'executionId' | 'cost' | 'unpriced'> {
  return { executionId: id, cost: knownCost(spent, unpriced), unpriced };
}
