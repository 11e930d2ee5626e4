import { setTimeout as delay } from 'node:timers/promises';
import { isRecord } from '@aether/schema';
import type { Claimed, ClaimRow, ExecutionKey } from '../db/execution-store.ts';
import type { ExecutionPriority } from '../db/records.ts';
import { workerChannel } from '../journal/live-events.ts';
import { wakeRun } from '../waiting/wake-due.ts';
import { Backlog } from './backlog.ts';
import { ExecutionRun, type Later } from './execution-run.ts';
import { Lease } from './lease.ts';
import { parseRing } from './ring.ts';
import type { WorkerParts } from './worker-parts.ts';

/** While the database does not answer, a stop waits this long for runs to be handed over; then they are left to the end of the lease. */
const DRAIN_MS = 5_000;
/** What is due later than this is left to the reconciler: a wait of days holds nothing here. */
const LONGEST_REMINDER_MS = 60_000; // 1 minute

/** A bus that is away for longer must not keep a worker from its work: the reconciler finds what no ring announces. */
const LISTEN_MS = 1_000;

/** Claims executions of its queues and runs them, as many at once as it may. */
export class ExecutionWorker implements AsyncDisposable {
  readonly #worker: string;
  readonly #parts: WorkerParts;
  readonly #lease: Lease;
  readonly #stop = new AbortController();
  readonly #backlog = new Backlog();
  /** Taken from the backlog or from the record, until the claim is answered. */
  readonly #claiming = new Set<string>();
  readonly #active = new Map<string, ExecutionRun>();
  /** Rung for while they are in work. A run that begins to wait may have its answer before this worker has let go of it. */
  readonly #rung = new Set<string>();
  readonly #done = new Map<string, Promise<void>>();
  /** The record may have more than the backlog. */
  #hasMore = true;
  #looking: Promise<void> | null = null;
  /** A lease that was lost and renewed in this life of the process is no crash of its runs. */
  #isRenewal = false;
  readonly #reminders = new Set<NodeJS.Timeout>();

  /** @param worker stable across restarts, so that a restarted worker takes up its own runs at once */
  constructor(worker: string, parts: WorkerParts) {
    const { config, store, clock, logger } = parts;
    this.#worker = worker;
    this.#parts = parts;
    parts.places.onChange(() => this.#fill());
    this.#lease = new Lease({
      worker,
      queues: config.queues,
      leaseMs: config.leaseMs,
      beatMs: config.beatMs,
      store,
      clock,
      logger,
      onCancel: (ids) => ids.forEach((id) => this.#active.get(id)?.cancel(null)),
      onRenewed: () => void this.#takeUpOwned(),
    });
  }

  /** False while the lease is lost. */
  get isReady(): boolean {
    return this.#lease.identity !== null;
  }

  /** Runs that hold a place. */
  get running(): number {
    return this.#active.size - this.#parts.places.given;
  }

  async start(): Promise<void> {
    const { config, doorbell, streams } = this.#parts;
    const { signal } = this.#stop;
    void this.#listen(streams.subscribe(workerChannel(this.#worker), { signal }));
    await this.#lease.open();
    const heard = Promise.all(
      config.queues.map((queue) => doorbell.listen(queue, (id) => this.#heard(id), { signal })),
    );
    await Promise.race([heard, delay(LISTEN_MS, undefined, { ref: false })]);
    await this.look();
  }

  /** Asks the record for work, as far as there is room. Never fails. */
  async look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Executions that may be had: due, or left by a worker that is gone. */
  offer(keys: readonly ExecutionKey[], priority: ExecutionPriority = 'NORMAL', isCalled = false): void {
    for (const key of keys) {
      if (this.#isKnown(key.executionId)) continue;
      if (!this.#backlog.add(priority, key, isCalled)) this.#hasMore = true;
    }
    this.#fill();
  }

  /** Executions that the record says are ours and that nobody here works on. */
  async takeUpLost(): Promise<void> {
    const { identity } = this.#lease;
    if (identity === null) return;
    const owned = await this.#parts.store.owned(this.#worker, this.#parts.config.queues);
    for (const key of owned)
      if (!this.#isKnown(key.executionId)) void this.#claim({ ...key, isLost: key.epoch === identity.epoch });
  }

  /** Runs in work are handed over: their done steps stay done, and another worker goes on at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#backlog.clear();
    for (const timer of this.#reminders) clearTimeout(timer);
    for (const run of this.#active.values()) run.handOver();
    const timeout = new AbortController();
    const drained = Promise.all(this.#done.values()).then(() => timeout.abort());
    await delay(DRAIN_MS, undefined, { signal: timeout.signal }).catch(() => {});
    await this.#lease[Symbol.asyncDispose]();
    await drained;
  }

  /** Places that are held, or about to be. A run that waits for another one holds none. */
  get #taken(): number {
    return this.#active.size - this.#parts.places.given + this.#claiming.size;
  }

  #isKnown(executionId: string): boolean {
    return this.#claiming.has(executionId) || this.#active.has(executionId);
  }

  #heard(id: string): void {
    const ring = parseRing(id);
    if (ring === null) return;
    if (this.#active.has(ring.executionId)) this.#rung.add(ring.executionId);
    const { tenantId, executionId, priority, isCalled } = ring;
    this.offer([{ tenantId, executionId }], priority, isCalled);
  }

  async #listen(messages: AsyncIterable<unknown>): Promise<void> {
    for await (const message of messages) {
      if (!isRecord(message) || typeof message['cancel'] !== 'string') continue;
      this.#active.get(message['cancel'])?.cancel(typeof message['reason'] === 'string' ? message['reason'] : null);
    }
  }

  async #lookOnce(): Promise<void> {
    const { config, store, logger } = this.#parts;
    const room = config.concurrency - this.#taken - this.#backlog.size;
    if (room <= 0 || this.#stop.signal.aborted) return;
    try {
      const found = await store.claimable(config.queues, room + this.#claiming.size);
      this.#hasMore = found.length >= room;
      this.offer(found);
    } catch (error) {
      logger.debug({ err: error }, 'the record could not be asked for work');
    }
  }

  #fill(): void {
    const { config, places } = this.#parts;
    while (this.#taken < config.concurrency && this.#lease.identity !== null && !this.#stop.signal.aborted) {
      if (places.takeBack()) continue;
      const key = this.#backlog.take();
      if (key === null) {
        if (this.#hasMore) void this.look();
        return;
      }
      if (!this.#isKnown(key.executionId)) void this.#claim({ ...key, isLost: false });
    }
  }

  async #claim(row: ClaimRow): Promise<void> {
    const { identity, signal } = this.#lease;
    if (identity === null) return;
    this.#claiming.add(row.executionId);
    try {
      const claimed = await this.#parts.writer.claim(identity, row);
      if (claimed !== null) this.#run(claimed, signal);
    } catch (error) {
      this.#hasMore = true;
      this.#parts.logger.debug({ err: error, executionId: row.executionId }, 'a claim failed');
    } finally {
      this.#claiming.delete(row.executionId);
    }
  }

  #run(claimed: Claimed, lease: AbortSignal): void {
    const { id } = claimed.execution;
    const run = new ExecutionRun(claimed, this.#parts, lease);
    this.#active.set(id, run);
    const done = this.#settle(claimed, run);
    this.#done.set(id, done);
    if (this.#stop.signal.aborted) run.handOver();
  }

  async #settle(claimed: Claimed, run: ExecutionRun): Promise<void> {
    const { id, conversationId } = claimed.execution;
    const later = await run.run();
    this.#active.delete(id);
    this.#done.delete(id);
    const wasRung = this.#rung.delete(id);
    if (later?.what === 'WAKE' && wasRung) this.#remind(claimed, { what: 'RETRY', inMs: 0 });
    else if (later !== null && later.inMs <= LONGEST_REMINDER_MS) this.#remind(claimed, later);
    // The next turn of the conversation waited for this one.
    if (conversationId !== null) this.#hasMore = true;
    this.#fill();
  }

  #remind({ execution }: Claimed, { what, inMs }: Later): void {
    const key = { tenantId: execution.tenantId, executionId: execution.id };
    const timer = setTimeout(() => {
      this.#reminders.delete(timer);
      if (what === 'RETRY') this.offer([key], execution.priority);
      else void this.#wake(key);
    }, inMs);
    this.#reminders.add(timer);
  }

  async #wake(key: ExecutionKey): Promise<void> {
    try {
      await wakeRun(this.#parts, key);
    } catch (error) {
      this.#parts.logger.debug({ err: error, ...key }, 'a wait that is over is left to the reconciler');
    }
  }

  async #takeUpOwned(): Promise<void> {
    const { config, store, logger } = this.#parts;
    try {
      await Promise.all(this.#done.values());
      const owned = await store.owned(this.#worker, config.queues);
      await Promise.all(owned.map((key) => this.#claim({ ...key, isLost: this.#isRenewal })));
      this.#isRenewal = true;
      await this.look();
    } catch (error) {
      logger.warn({ err: error }, 'runs of an earlier life could not be taken up at once; the reconciler finds them');
    }
  }
}
