/** A part of all budgets of one payer in the hand of this process: reserved before each call, settled after it, both in memory. */
export class HeldSlice {
  readonly id: string;
  readonly sinceMs: number;
  /** Executions is being asked for it, or for more of it: until the answer comes nobody knows what it is. */
  isAsked = false;
  #amount = 0;
  #used = 0;
  #held = 0;
  #sureUntilMs = 0;
  #endsAtMs = Infinity;
  #toldUsed = 0;
  #toldMs = 0;
  #usedMs = 0;

  constructor(id: string, sinceMs: number) {
    this.id = id;
    this.sinceMs = sinceMs;
  }

  get used(): number {
    return this.#used;
  }

  get held(): number {
    return this.#held;
  }

  get usedMs(): number {
    return this.#usedMs;
  }

  /** @param endsAtMs the first of its budgets begins a new period then, and what is spent in it counts in the new one */
  granted(amount: number, nowMs: number, { sureUntilMs, endsAtMs }: { sureUntilMs: number; endsAtMs: number }): void {
    this.#amount = amount;
    this.#toldMs = nowMs;
    this.#sureUntilMs = sureUntilMs;
    this.#endsAtMs = endsAtMs;
  }

  /** The record knows of this much, and that the slice is in use. */
  told(used: number, nowMs: number, sureUntilMs: number): void {
    this.#toldUsed = Math.max(this.#toldUsed, used);
    this.#toldMs = nowMs;
    this.#sureUntilMs = sureUntilMs;
  }

  /** Something to tell, or nothing was told for so long that the slice might be taken for one of the dead. */
  isDue(nowMs: number, everyMs: number): boolean {
    return this.#used !== this.#toldUsed || nowMs - this.#toldMs >= everyMs;
  }

  /** Its period is. */
  isOver(nowMs: number): boolean {
    return nowMs >= this.#endsAtMs;
  }

  /** False when it has no room, or may not be ours any more; then nothing has changed. */
  reserve(amount: number, nowMs: number): boolean {
    if (nowMs >= this.#sureUntilMs || this.isOver(nowMs)) return false;
    if (this.#amount - this.#used - this.#held < amount) return false;
    this.#held += amount;
    this.#usedMs = nowMs;
    return true;
  }

  settle(reserved: number, cost: number): void {
    this.#held -= reserved;
    this.#used += cost;
  }
}
