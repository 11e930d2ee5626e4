import type { Database, DomainEvent, Outbox } from '@aether/common/graph';
import { z } from 'zod';
import type { ApprovalStatus } from '../approval/approval.ts';
import type { NewEvent } from '../event.ts';
import { type AskedApproval, askedApprovalSchema } from './approval-records.ts';
import {
  APPROVALS_BY_ID,
  APPROVALS_OF_EXECUTION,
  CLOSE,
  DECIDE,
  EXPIRED_APPROVALS,
  PENDING_APPROVALS,
} from './approval-statements.ts';
import type { ExecutionKey } from './execution-store.ts';

/** A decision, or that nobody decided. */
export interface DecideRow {
  readonly tenantId: string;
  readonly id: string;
  readonly status: Exclude<ApprovalStatus, 'PENDING'>;
  readonly decidedById: string | null;
  readonly comment: string | null;
  readonly at: Date;
  readonly durationMs: number;
  /** Result of the approval's step. */
  readonly result: string;
  readonly events: readonly NewEvent[];
  /** Told after them when this was the last decision that the run waited for. */
  readonly wakeEvents: readonly NewEvent[];
  readonly told: DomainEvent;
}

export interface Decided extends AskedApproval {
  /** False: somebody was faster, or the run waits no more. */
  readonly isDecided: boolean;
  readonly wakes: boolean;
  /** The first event has the number `base + 1`. */
  readonly base: number;
}

// The driver repeats a transaction whose commit got no answer: `isFirst` says whether this pass wrote, and only then is it told.
const decided = askedApprovalSchema.extend({
  isDecided: z.boolean(),
  isFirst: z.boolean(),
  wakes: z.boolean(),
  base: z.number(),
});
const stored = (event: NewEvent): Record<string, unknown> => ({ ...event, data: JSON.stringify(event.data) });
/** Sorts before every instant and every id. */
const BEGIN = '';

/** Approvals in the record. Who may see and decide them is for the callers to say. */
export class ApprovalStore {
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: { database: Database; outbox: Outbox; random: (bytes: number) => Uint8Array }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#random = options.random;
  }

  /** Null for an unknown one. */
  async decide({ tenantId, told, at, ...row }: DecideRow): Promise<Decided | null> {
    const parameters = {
      ...row,
      nonce: this.#nonce(),
      at: at.toISOString(),
      nowMs: at.getTime(),
      events: row.events.map(stored),
      wakeEvents: row.wakeEvents.map(stored),
    };
    const answer = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [found] = await transaction.run(DECIDE, parameters, decided);
      if (found?.isFirst === true) await this.#outbox.append(transaction, [told]);
      return found;
    });
    if (answer === undefined) return null;
    const { isFirst: _, ...result } = answer;
    if (result.isDecided) this.#outbox.ring();
    return result;
  }

  /** The run has ended: its questions have no meaning any more. */
  async close({ tenantId, executionId }: ExecutionKey): Promise<void> {
    await this.#database.tenant(tenantId).write(CLOSE, { executionId }, z.object({ id: z.string() }));
  }

  findAll(tenantId: string, ids: readonly string[]): Promise<readonly AskedApproval[]> {
    return this.#database.tenant(tenantId).read(APPROVALS_BY_ID, { ids }, askedApprovalSchema);
  }

  ofExecution(tenantId: string, executionId: string): Promise<readonly AskedApproval[]> {
    return this.#database.tenant(tenantId).read(APPROVALS_OF_EXECUTION, { executionId }, askedApprovalSchema);
  }

  /** Oldest first. `startedById` null = of everybody's runs. */
  pending(
    tenantId: string,
    question: {
      readonly startedById: string | null;
      readonly nowMs: number;
      readonly after: { readonly createdAt: string; readonly id: string } | null;
      readonly limit: number;
    },
  ): Promise<readonly AskedApproval[]> {
    const { after, ...rest } = question;
    const parameters = { ...rest, afterAt: after?.createdAt ?? BEGIN, afterId: after?.id ?? BEGIN };
    return this.#database.tenant(tenantId).read(PENDING_APPROVALS, parameters, askedApprovalSchema);
  }

  expired(
    queues: readonly string[],
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    const row = z.object({ tenantId: z.string(), id: z.string() });
    return this.#database.read(EXPIRED_APPROVALS, { queues, limit }, row);
  }

  #nonce(): string {
    return Buffer.from(this.#random(12)).toString('base64url');
  }
}
