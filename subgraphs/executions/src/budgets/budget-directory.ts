import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { BUDGETS_CHANNEL, isRecord } from '@aether/schema';
import type { BudgetStore } from '../db/budget-store.ts';
import { type BudgetRecord, countsIn, type Payer } from './budget.ts';

/** A change that no message told of is seen after this long. */
const FRESH_MS = 5_000;
/** Tenants that are remembered. */
const MAXIMUM = 10_000;

interface Known {
  readonly budgets: Promise<readonly BudgetRecord[]>;
  readonly untilMs: number;
}

/** Which budgets a tenant has, without asking the record for each call: most have none. */
export class BudgetDirectory {
  readonly #parts: {
    readonly store: BudgetStore;
    readonly streams: Streams;
    readonly logger: Logger;
    readonly clock: { monotonicMs(): number };
  };
  readonly #known = new Map<string, Known>();
  readonly #stop = new AbortController();

  constructor(parts: {
    readonly store: BudgetStore;
    readonly streams: Streams;
    readonly logger: Logger;
    readonly clock: { monotonicMs(): number };
  }) {
    this.#parts = parts;
  }

  start(): void {
    void this.#listen();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Told here and to every process. */
  changed(tenantId: string): void {
    this.#known.delete(tenantId);
    this.#parts.streams.publish(BUDGETS_CHANNEL, { tenantId });
  }

  /** Those in which the payer's calls count, in the order in which all processes take from them. */
  async of(payer: Payer): Promise<readonly BudgetRecord[]> {
    return (await this.#budgets(payer.tenantId)).filter((budget) => countsIn(payer, budget));
  }

  #budgets(tenantId: string): Promise<readonly BudgetRecord[]> {
    const nowMs = this.#parts.clock.monotonicMs();
    const known = this.#known.get(tenantId);
    if (known !== undefined && nowMs < known.untilMs) return known.budgets;
    const budgets = this.#parts.store.list(tenantId);
    if (this.#known.size >= MAXIMUM) this.#known.clear();
    this.#known.set(tenantId, { budgets, untilMs: nowMs + FRESH_MS });
    // A failure is told to who asked, and not remembered.
    budgets.catch(() => this.#known.delete(tenantId));
    return budgets;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#stop;
    const messages = this.#parts.streams.subscribe(BUDGETS_CHANNEL, { signal, onGap: () => this.#known.clear() });
    try {
      for await (const message of messages)
        if (isRecord(message) && typeof message['tenantId'] === 'string') this.#known.delete(message['tenantId']);
    } catch (error) {
      this.#parts.logger.warn(
        { err: error },
        'changes of budgets are not heard any more; they are seen within seconds',
      );
    }
  }
}
