import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Logger } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { statisticsSince } from '../agent-statistics.ts';
import type { ClaimedAgent, DueAgents } from '../db/due-agents.ts';
import type { PatternStore } from '../db/pattern-store.ts';
import type { StatisticsWriter } from '../db/statistics-writer.ts';
import { minePatterns } from '../success-pattern.ts';

/** Agents claimed in one pass; a stop waits for the one under way, never for all. */
const BATCH = 20;
/** It looks at least this often, also for agents that no event announced. */
const LONGEST_SLEEP_MS = 60_000;
const RETRY_MS = 5_000;

export interface StatisticsJobParts {
  readonly due: DueAgents;
  readonly writer: StatisticsWriter;
  readonly patterns: PatternStore;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Computes the figures of agents whose time has come, one agent a transaction, and then the patterns of their tenants. Several processes may run it at once. */
export class StatisticsJob implements AsyncDisposable {
  readonly #parts: StatisticsJobParts;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  /** Tenants whose figures changed since their patterns were mined. A stop forgets them; the next figures of the tenant bring it back. */
  readonly #changed = new Set<string>();
  /** Monotonic; the whole list of agents is looked through only so often. */
  #discoverAt = 0;

  constructor(parts: StatisticsJobParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Some agent may be due earlier than was known. */
  wake(): void {
    this.#wake();
  }

  /** Computes whatever is due now. @returns how many agents that were */
  async pass(): Promise<number> {
    const claimed = await this.#parts.due.claim(BATCH);
    for (const agent of claimed) {
      if (this.#stop.signal.aborted) break;
      await this.#compute(agent);
    }
    return claimed.length;
  }

  /** What does well together, for each tenant whose figures changed: once for all agents that were due, not once for each. */
  async minePatterns(): Promise<void> {
    const { patterns, ids, clock } = this.#parts;
    for (const tenantId of this.#changed) {
      if (this.#stop.signal.aborted) return;
      const mined = minePatterns(await patterns.sources(tenantId));
      await patterns.replace(tenantId, mined, { ids, at: clock.now().toISOString() });
      this.#changed.delete(tenantId);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** One agent that fails is tried again when its lease ends; the others go on. */
  async #compute(agent: ClaimedAgent): Promise<void> {
    const { writer, clock, logger } = this.#parts;
    try {
      await writer.compute(agent, statisticsSince(clock.now()));
      this.#changed.add(agent.tenantId);
    } catch (error) {
      logger.warn(
        { err: error, agentId: agent.agentId },
        'the figures of an agent could not be computed, will be tried again',
      );
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const sleepMs = await this.#work();
      if (sleepMs === 0) continue;
      const rest = new AbortController();
      const until = AbortSignal.any([signal, rest.signal]);
      await Promise.race([woken, delay(sleepMs, undefined, { signal: until }).catch(() => {})]);
      rest.abort();
    }
  }

  async #discover(): Promise<number> {
    const now = this.#parts.clock.monotonicMs();
    if (now < this.#discoverAt) return 0;
    this.#discoverAt = now + LONGEST_SLEEP_MS;
    return this.#parts.due.discover();
  }

  /** @returns how long nothing is due, in milliseconds */
  async #work(): Promise<number> {
    const { due, logger } = this.#parts;
    try {
      if ((await this.pass()) > 0) return 0;
      await this.minePatterns();
      if ((await this.#discover()) > 0) return 0;
      const nextInMs = await due.nextInMs();
      return Math.min(LONGEST_SLEEP_MS, Math.max(0, nextInMs ?? LONGEST_SLEEP_MS));
    } catch (error) {
      if (!this.#stop.signal.aborted)
        logger.warn({ err: error }, 'figures of agents could not be computed, will be tried again');
      return RETRY_MS;
    }
  }
}
