import {
  claimIdempotencyKey,
  type Database,
  type DomainEvent,
  type IdempotentWrite,
  type Outbox,
} from '@aether/common/graph';
import { NotFoundError } from '@aether/common/service';
import { z } from 'zod';
import type { NewEvent } from '../event.ts';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../execution.ts';
import type { ApprovalRecord } from './approval-records.ts';
import type { ExecutionKey, Scalar, StepChange } from './execution-store.ts';
import { type ExecutionRecord, executionSchema } from './records.ts';
import { type StepRecord, stepSchema } from './step-records.ts';
import {
  BEGIN_WAIT,
  DUE_WAITS,
  DUE_WAITS_OF_EXECUTION,
  SETTLE_WAIT,
  SIGNAL_STEPS,
  STEPS_AWAITING,
} from './wait-statements.ts';

/** Everything that is written when a run begins to wait. */
export interface WaitRow extends ExecutionKey {
  readonly fence: number;
  readonly nowMs: number;
  /** When the first of its waits is over by itself. */
  readonly dueAtMs: number;
  /** Stands still while it waits. */
  readonly deadlineAtMs: number;
  /** Keys of steps that waited before. When one of them has its answer, the run is queued instead. */
  readonly known: readonly string[];
  readonly steps: readonly StepChange[];
  readonly approvals: readonly ApprovalRecord[];
  readonly events: readonly NewEvent[];
  /** One of the two is the last that is told. */
  readonly waitingEvent: NewEvent;
  readonly queuedEvent: NewEvent;
}

export type WaitAnswer =
  | { readonly base: number; /** It was queued. */ readonly goesOn: boolean }
  | { readonly fence: number; readonly status: ExecutionStatus };

/** How a wait ends. */
export interface Settlement extends ExecutionKey {
  readonly key: string;
  readonly nowMs: number;
  readonly properties: Readonly<Record<string, Scalar>>;
  readonly events: readonly NewEvent[];
  /** Told after them when the run goes on. */
  readonly wakeEvents: readonly NewEvent[];
}

export interface Settled {
  /** False: something was faster, or the run waits no more. */
  readonly isSettled: boolean;
  readonly wakes: boolean;
  /** The first event has the number `base + 1`. */
  readonly base: number;
  readonly execution: ExecutionRecord;
}

export interface AwaitingRun {
  readonly execution: ExecutionRecord;
  /** Those that wait or waited for a signal, in order. `isOurs`: settled by this very write, whose answer was lost. */
  readonly steps: readonly (StepRecord & { readonly isOurs: boolean })[];
}

export interface DueWait {
  readonly execution: ExecutionRecord;
  readonly step: StepRecord;
}

const began = z.object({
  fence: z.number(),
  status: z.enum(EXECUTION_STATUSES),
  flush: z.string().nullable(),
  isFirst: z.boolean(),
  base: z.number(),
  goesOn: z.boolean(),
  isPushed: z.boolean(),
});
const settled = z.object({
  isSettled: z.boolean(),
  isFirst: z.boolean(),
  wakes: z.boolean(),
  base: z.number(),
  execution: executionSchema,
});
const awaiting = z.object({
  execution: executionSchema,
  steps: z.array(stepSchema.extend({ lock: z.string().nullish() })),
});
const due = z.object({ execution: executionSchema, step: stepSchema });
const stored = (event: NewEvent): Record<string, unknown> => ({ ...event, data: JSON.stringify(event.data) });

/** Runs that wait for something outside, and what comes. */
export class WaitStore {
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #ringPushes: () => void;

  /** @param options.ringPushes after a write that other systems are told of */
  constructor(options: {
    database: Database;
    outbox: Outbox;
    random: (bytes: number) => Uint8Array;
    ringPushes: () => void;
  }) {
    this.#ringPushes = options.ringPushes;
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#random = options.random;
  }

  /** Safe to repeat. The first event has the number `base + 1`; without it nothing was written. */
  async begin({ tenantId, ...row }: WaitRow): Promise<WaitAnswer> {
    const nonce = this.#nonce();
    const { waitingEvent, queuedEvent, events } = row;
    const parameters = {
      ...row,
      nonce,
      events: events.map(stored),
      waitingEvent: stored(waitingEvent),
      queuedEvent: stored(queuedEvent),
    };
    const answer = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [found] = await transaction.run(BEGIN_WAIT, parameters, began);
      if (found?.isFirst === true) await this.#outbox.append(transaction, row.approvals.map(requested));
      return found;
    });
    if (answer === undefined) return { fence: -1, status: 'CANCELLED' };
    const { flush, base, goesOn, fence, status, isPushed } = answer;
    if (flush !== nonce) return { fence, status };
    this.#outbox.ring();
    if (isPushed && !goesOn) this.#ringPushes();
    return { base, goesOn };
  }

  /** Ends a wait by itself: its time is up. */
  async settle(settlement: Settlement): Promise<Settled | null> {
    const answer = await this.#database
      .tenant(settlement.tenantId)
      .write(SETTLE_WAIT, settleParameters(settlement, this.#nonce()), settled);
    return answer[0] ?? null;
  }

  /**
   * Ends a wait by a message. Null = the key was used for the same message before, and nothing is written.
   * @param settle says how; what it throws undoes the write and leaves the key free
   * @throws IdempotencyMismatchError, NotFoundError
   */
  async deliver(
    { tenantId, executionId }: ExecutionKey,
    write: Omit<IdempotentWrite, 'resultId'>,
    settle: (run: AwaitingRun) => { readonly settlement: Settlement; readonly told: DomainEvent },
  ): Promise<{ readonly answer: Settled; readonly settlement: Settlement } | null> {
    const nonce = this.#nonce();
    const delivered = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const known = await claimIdempotencyKey(transaction, { ...write, resultId: nonce });
      if (known !== null) return null;
      const [run] = await transaction.run(SIGNAL_STEPS, { executionId, nonce }, awaiting);
      if (run === undefined) throw new NotFoundError('run', executionId);
      const steps = run.steps
        .map(({ lock, ...step }) => ({ ...step, isOurs: lock === nonce }))
        .toSorted((left, right) => left.position - right.position);
      const { settlement, told } = settle({ execution: run.execution, steps });
      const [answer] = await transaction.run(SETTLE_WAIT, settleParameters(settlement, nonce), settled);
      if (answer === undefined) throw new NotFoundError('run', executionId);
      if (answer.isFirst) await this.#outbox.append(transaction, [told]);
      return { answer, settlement };
    });
    if (delivered !== null) this.#outbox.ring();
    return delivered;
  }

  /** Of all runs of the tenant, in whatever queue. */
  awaiting(tenantId: string, signal: string): Promise<readonly DueWait[]> {
    return this.#database.tenant(tenantId).read(STEPS_AWAITING, { signal }, due);
  }

  due(queues: readonly string[], limit: number): Promise<readonly DueWait[]> {
    return this.#database.read(DUE_WAITS, { queues, limit }, due);
  }

  dueOf({ tenantId, executionId }: ExecutionKey): Promise<readonly DueWait[]> {
    return this.#database.tenant(tenantId).read(DUE_WAITS_OF_EXECUTION, { executionId }, due);
  }

  #nonce(): string {
    return Buffer.from(this.#random(12)).toString('base64url');
  }
}

function settleParameters(
  { events, wakeEvents, ...rest }: Settlement,
  nonce: string,
): Readonly<Record<string, unknown>> {
  return { ...rest, nonce, events: events.map(stored), wakeEvents: wakeEvents.map(stored) };
}

/** Whoever keeps an inbox learns of the question from this. */
function requested(approval: ApprovalRecord): DomainEvent {
  const { id, executionId, startedById, question, tool, expiresAtMs } = approval;
  const expiresAt = new Date(expiresAtMs).toISOString();
  const data = { approvalId: id, executionId, startedById, question, tool, expiresAt };
  return { type: 'aether.approval.requested', subject: id, actorId: null, requestId: null, data };
}
