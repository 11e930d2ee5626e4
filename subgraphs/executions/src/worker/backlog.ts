import type { ExecutionKey } from '../db/execution-store.ts';
import { type ExecutionPriority, PRIORITIES } from '../db/records.ts';

/** More than this is left to the record: the worker asks it when the backlog is empty. */
const MAXIMUM = 10_000;

const lanes = (): Readonly<Record<ExecutionPriority, Map<string, ExecutionKey>>> => ({
  HIGH: new Map(),
  NORMAL: new Map(),
  LOW: new Map(),
});

/**
 * Executions that a worker has heard of and not looked at: highest priority first, then in order. Of one priority those go first that
 * another run waits for: what was begun is ended before more is begun, so the number of waiting runs stays small.
 */
export class Backlog {
  readonly #called = lanes();
  readonly #others = lanes();

  get size(): number {
    return this.#inOrder().reduce((sum, lane) => sum + lane.size, 0);
  }

  /** False when it is full. */
  add(priority: ExecutionPriority, key: ExecutionKey, isCalled = false): boolean {
    if (this.size >= MAXIMUM) return false;
    (isCalled ? this.#called : this.#others)[priority].set(key.executionId, key);
    return true;
  }

  take(): ExecutionKey | null {
    for (const lane of this.#inOrder()) {
      for (const [id, key] of lane) {
        lane.delete(id);
        return key;
      }
    }
    return null;
  }

  clear(): void {
    for (const lane of this.#inOrder()) lane.clear();
  }

  #inOrder(): readonly Map<string, ExecutionKey>[] {
    return PRIORITIES.flatMap((priority) => [this.#called[priority], this.#others[priority]]);
  }
}
