import type { ExecutionKey } from '../db/execution-store.ts';
import { type ExecutionPriority, PRIORITIES } from '../db/records.ts';

/** More than this is left to the record: the worker asks it when the backlog is empty. */
const MAXIMUM = 10_000;

/** Executions that a worker has heard of and not looked at: highest priority first, then in order. */
export class Backlog {
  readonly #waiting: Readonly<Record<ExecutionPriority, Map<string, ExecutionKey>>> = {
    HIGH: new Map(),
    NORMAL: new Map(),
    LOW: new Map(),
  };

  get size(): number {
    return PRIORITIES.reduce((sum, priority) => sum + this.#waiting[priority].size, 0);
  }

  /** False when it is full. */
  add(priority: ExecutionPriority, key: ExecutionKey): boolean {
    if (this.size >= MAXIMUM) return false;
    this.#waiting[priority].set(key.executionId, key);
    return true;
  }

  take(): ExecutionKey | null {
    for (const priority of PRIORITIES) {
      const waiting = this.#waiting[priority];
      for (const [id, key] of waiting) {
        waiting.delete(id);
        return key;
      }
    }
    return null;
  }

  clear(): void {
    for (const priority of PRIORITIES) this.#waiting[priority].clear();
  }
}
