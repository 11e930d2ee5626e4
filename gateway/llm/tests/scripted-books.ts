import { PlatformError } from '@aether/common/service';
import type { UsageReportInput } from '@aether/schema/internal/executions';
import type { OperationHandlers } from '@aether/test-support';

interface Slice {
  amount: number;
  used: number;
  period: number;
  expiresAtMs: number;
}

const LIFE_MS = 60_000;

/** What executions keeps, as far as this gateway knows of it: one budget, slices of it, and a ledger. */
export class ScriptedBooks {
  limit: number | null;
  action: 'STOP' | 'DEGRADE' = 'STOP';
  isAway = false;
  takes = 0;
  /** Every request for a slice, as it came. */
  readonly taken: TakeInput[] = [];
  /** Slices that nobody tells of for so long end, spent whole; null = time stands still. */
  nowMs: (() => number) | null = null;
  /** What executions says of the end of the period. */
  endsInMs: number | null = null;
  /** Seen before an operation is answered; it may wait, or throw in place of the answer. */
  beforeTake: (input: TakeInput) => unknown = () => undefined;
  beforeRecord: (input: RecordInput) => unknown = () => undefined;
  /** Seen when the operation is done and nobody was told so. */
  afterTake: (input: TakeInput) => unknown = () => undefined;
  readonly ledger = new Map<string, UsageReportInput>();
  /** Of slices that were given back. */
  #spent = 0;
  readonly #slices = new Map<string, Slice>();
  #period = 0;

  constructor(limit: number | null) {
    this.limit = limit;
  }

  /** Told and not told yet: all that a process holds counts as spent if it dies. */
  get atMost(): number {
    return this.#ofPeriod().reduce((sum, { amount, used }) => sum + Math.max(amount, used), this.#spent);
  }

  get spent(): number {
    return this.#ofPeriod().reduce((sum, { used }) => sum + used, this.#spent);
  }

  get openSlices(): number {
    return this.#slices.size;
  }

  /** What was spent in the last one is forgotten. */
  beginPeriod(): void {
    this.#period += 1;
    this.#spent = 0;
  }

  get recorded(): number {
    return [...this.ledger.values()].reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  }

  readonly operations: OperationHandlers = {
    TakeBudgetSlice: async ({ input }) => {
      this.#answer();
      this.taken.push(input as TakeInput);
      await this.beforeTake(input as TakeInput);
      const takeBudgetSlice = this.#take(input as TakeInput);
      await this.afterTake(input as TakeInput);
      return { takeBudgetSlice };
    },
    RecordUsage: async ({ input }) => {
      this.#answer();
      await this.beforeRecord(input as RecordInput);
      return { recordUsage: this.#record(input as RecordInput) };
    },
  };

  /** The operations as one process sends them. Once it is killed, nothing of it arrives, and nothing is answered. */
  process(): { readonly operations: OperationHandlers; kill(): void } {
    let isKilled = false;
    const guarded = Object.entries(this.operations).map(([name, handle]): [string, typeof handle] => [
      name,
      (variables, call) => (isKilled ? new Promise(() => undefined) : handle(variables, call)),
    ]);
    return { operations: Object.fromEntries(guarded), kill: () => (isKilled = true) };
  }

  #take({ sliceId, held, used, underWay, atLeast }: TakeInput): object {
    this.takes += 1;
    this.#expire();
    const { endsInMs } = this;
    const nothing = {
      sliceId: null,
      amount: null,
      lifeMs: null,
      endsInMs: null,
      lost: false,
      exhausted: null,
      userErrors: [],
    };
    if (this.limit === null) return nothing;
    const own = this.#slices.get(sliceId);
    if (own === undefined ? held : own.period !== this.#period) return { ...nothing, lost: true };
    const left = this.limit - (this.atMost - (own?.amount ?? 0)) - used - underWay;
    if (left < atLeast) {
      const message = `The next call may cost up to ${atLeast} nano-USD, and the budget has ${left} left.`;
      const problem = { path: null, code: 'BUDGET_EXHAUSTED', message, hint: 'Raise it.' };
      return { ...nothing, exhausted: { id: 'bud_1', action: this.action }, userErrors: [problem] };
    }
    const room = Math.min(atLeast + Math.floor((left - atLeast) * 0.05), Math.max(4 * atLeast, underWay));
    const amount = used + underWay + room;
    this.#slices.set(sliceId, { amount, used, period: this.#period, expiresAtMs: this.#now() + LIFE_MS });
    return { ...nothing, sliceId, amount, lifeMs: LIFE_MS, endsInMs };
  }

  #record({ rows, slices }: RecordInput): object {
    this.#expire();
    for (const row of rows) if (!this.ledger.has(row.callId)) this.ledger.set(row.callId, row);
    for (const { sliceId, used, returned } of slices) {
      const slice = this.#slices.get(sliceId);
      if (slice === undefined) continue;
      slice.used = Math.max(slice.used, used);
      slice.expiresAtMs = this.#now() + LIFE_MS;
      if (!returned) continue;
      if (slice.period === this.#period) this.#spent += slice.used;
      this.#slices.delete(sliceId);
    }
    const openSliceIds = slices.filter(({ sliceId }) => this.#slices.has(sliceId)).map(({ sliceId }) => sliceId);
    return { recorded: rows.length, openSliceIds, userErrors: [] };
  }

  #now(): number {
    return this.nowMs?.() ?? 0;
  }

  #ofPeriod(): readonly Slice[] {
    return [...this.#slices.values()].filter(({ period }) => period === this.#period);
  }

  #expire(): void {
    for (const [id, { amount, used, period, expiresAtMs }] of this.#slices) {
      if (expiresAtMs >= this.#now()) continue;
      if (period === this.#period) this.#spent += Math.max(amount, used);
      this.#slices.delete(id);
    }
  }

  #answer(): void {
    if (this.isAway) throw new PlatformError('UNAVAILABLE', 'Executions is away.');
  }
}

export interface TakeInput {
  readonly sliceId: string;
  readonly held: boolean;
  readonly used: number;
  readonly underWay: number;
  readonly atLeast: number;
}

export interface RecordInput {
  readonly rows: readonly UsageReportInput[];
  readonly slices: readonly { readonly sliceId: string; readonly used: number; readonly returned: boolean }[];
}
