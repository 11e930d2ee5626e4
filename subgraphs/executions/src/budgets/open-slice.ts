import type { SliceMark, SliceRecord } from './slice.ts';

/** A slice in the hand of its process: reserved before each call, settled after it, both at once and in memory. */
export class OpenSlice {
  readonly id: string;
  readonly tenantId: string;
  readonly budgetId: string;
  readonly periodKey: string;
  #amount = 0;
  #used = 0;
  #held = 0;
  #version = 0;
  /** Until then nobody else takes it for one of the dead, by the monotonic clock of this process. */
  #sureUntilMs = 0;
  /** Something happened since the last look. */
  wasUsed = true;

  constructor({ id, tenantId, budgetId, periodKey }: Pick<SliceRecord, 'id' | 'tenantId' | 'budgetId' | 'periodKey'>) {
    this.id = id;
    this.tenantId = tenantId;
    this.budgetId = budgetId;
    this.periodKey = periodKey;
  }

  get used(): number {
    return this.#used;
  }

  get held(): number {
    return this.#held;
  }

  /** What the record granted. */
  grant(amount: number, sureUntilMs: number): void {
    this.#amount = amount;
    this.#sureUntilMs = sureUntilMs;
  }

  renewed(sureUntilMs: number): void {
    this.#sureUntilMs = sureUntilMs;
  }

  /** False when it has no room, or may not be ours any more; then nothing has changed. */
  reserve(amount: number, nowMs: number): boolean {
    if (nowMs >= this.#sureUntilMs || this.#amount - this.#used - this.#held < amount) return false;
    this.#held += amount;
    this.wasUsed = true;
    return true;
  }

  settle(reserved: number, cost: number): void {
    this.#held -= reserved;
    this.#used += cost;
    this.wasUsed = true;
  }

  /** Of marks the later one counts, in whatever order they are written. */
  mark(): SliceMark {
    this.#version += 1;
    return { tenantId: this.tenantId, id: this.id, used: this.#used, held: this.#held, version: this.#version };
  }
}
