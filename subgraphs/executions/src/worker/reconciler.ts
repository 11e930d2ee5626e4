import { expireApprovals } from '../approval/expire-approvals.ts';
import type { ExecutionStore, OverdueExecution } from '../db/execution-store.ts';
import { ExecutionCancelledError, ExecutionDeadlineError } from '../errors.ts';
import { toFailure } from '../failure.ts';
import type { ExecutionWriter } from '../journal/execution-writer.ts';
import { journalRow } from '../journal/journal-row.ts';
import type { WorkerParts } from './worker-parts.ts';
import { settleFamily } from '../children/settle-family.ts';
import { sweepChildren } from '../children/sweep-children.ts';
import { stepsAtEnd } from '../steps-at-end.ts';
import { wakeDue } from '../waiting/wake-due.ts';
import { endRow } from './end-row.ts';
import type { ExecutionWorker } from './execution-worker.ts';

/** Executions looked at in one pass and kind. */
const LIMIT = 200;
/** A worker ends its overdue runs itself; this much later somebody else does. */
const OWNER_GRACE_MS = 5_000;

/** Finds what no ring announced: queued, due, left behind, overdue. With it a lost ring costs one interval, never an execution. */
export class Reconciler implements AsyncDisposable {
  readonly #parts: WorkerParts;
  readonly #store: ExecutionStore;
  readonly #writer: ExecutionWriter;
  readonly #worker: ExecutionWorker;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: WorkerParts, worker: ExecutionWorker) {
    this.#parts = parts;
    this.#store = parts.store;
    this.#writer = parts.writer;
    this.#worker = worker;
  }

  start(): void {
    if (this.#isStopped) return;
    const { config, random } = this.#parts;
    // Jitter of a quarter, so that several processes do not ask at the same instant.
    const jitter = 0.75 + ((random(1)[0] ?? 0) / 255) * 0.5;
    this.#timer = setTimeout(() => {
      this.#running = this.reconcile()
        .catch((error: unknown) =>
          this.#parts.logger.debug({ err: error }, 'the reconciler could not look into the record'),
        )
        .finally(() => this.start());
    }, config.reconcileMs * jitter);
  }

  /** One pass. */
  async reconcile(): Promise<void> {
    const { queues } = this.#parts.config;
    const [orphaned, overdue] = await Promise.all([
      this.#store.orphaned(queues, LIMIT),
      this.#store.overdue(queues, LIMIT),
      this.#parts.clock.follow(() => this.#store.nowMs()),
      this.#worker.takeUpLost(),
      this.#worker.look(),
      expireApprovals(this.#parts, LIMIT),
      wakeDue(this.#parts, LIMIT),
      sweepChildren(this.#parts, queues, LIMIT),
    ]);
    this.#worker.offer(orphaned);
    await Promise.all(overdue.map((entry) => this.#endOverdue(entry)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #endOverdue({ execution, overdueMs }: OverdueExecution): Promise<void> {
    const { children, clock } = this.#parts;
    const isCancelled = execution.status === 'CANCELLING';
    if (!isCancelled && execution.owner !== null && overdueMs < OWNER_GRACE_MS) return;
    const deadlineAtMs = isCancelled ? execution.deadlineAtMs : await children.postponeDeadline(execution);
    if (!isCancelled && deadlineAtMs > clock.now().getTime()) return;
    const error = isCancelled
      ? new ExecutionCancelledError(execution.cancelReason)
      : new ExecutionDeadlineError(new Date(deadlineAtMs).toISOString());
    const end = endRow(execution, {
      status: isCancelled ? 'CANCELLED' : 'TIMED_OUT',
      at: clock.now(),
      failure: toFailure(error, null),
      output: null,
      ...stepsAtEnd(await this.#store.steps({ tenantId: execution.tenantId, executionId: execution.id })),
      spent: execution.spent,
      unpriced: execution.unpriced,
    });
    // The fence goes up: whoever still works on it writes nothing more.
    await this.#writer.intervene(
      journalRow({ ...execution, executionId: execution.id }, { ...end, from: [execution.status], fenceStep: 1 }),
    );
    if (execution.status === 'WAITING')
      await this.#parts.approvals.close({ tenantId: execution.tenantId, executionId: execution.id });
    await settleFamily(this.#parts, execution, true);
  }
}
