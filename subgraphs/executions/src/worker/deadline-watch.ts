import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionDeadlineError } from '../errors.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Longest delay of a timer; a later deadline is looked at again then. */
const MAXIMUM_TIMER_MS = 2 ** 31 - 1;
/** While the record does not answer, a run is not looked at more often. */
const LEAST_PAUSE_MS = 1_000;

/** Stops a run that is at work at its deadline. The time that runs which it called have waited does not count. */
export class DeadlineWatch implements Disposable {
  readonly #execution: ExecutionRecord;
  readonly #parts: Pick<WorkerParts, 'children' | 'clock'>;
  readonly #stop: (reason: ExecutionDeadlineError) => void;
  /** As it was told last: it may have been moved since. */
  #deadlineAtMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    execution: ExecutionRecord,
    parts: Pick<WorkerParts, 'children' | 'clock'>,
    stop: (reason: ExecutionDeadlineError) => void,
  ) {
    this.#execution = execution;
    this.#parts = parts;
    this.#stop = stop;
    this.#deadlineAtMs = execution.deadlineAtMs;
    this.#lookAt(this.#deadlineAtMs);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #lookAt(atMs: number): void {
    const leftMs = Math.max(0, atMs - this.#nowMs());
    this.#timer = setTimeout(() => void this.#look(), Math.min(leftMs, MAXIMUM_TIMER_MS));
  }

  async #look(): Promise<void> {
    const deadlineAtMs = await this.#deadline();
    if (this.#isOver) return;
    const nowMs = this.#nowMs();
    if (deadlineAtMs === null || deadlineAtMs > nowMs)
      return this.#lookAt(Math.max(deadlineAtMs ?? 0, nowMs + LEAST_PAUSE_MS));
    this.#stop(new ExecutionDeadlineError(new Date(deadlineAtMs).toISOString()));
  }

  /** Null while the record does not answer: its end could not be written either. */
  async #deadline(): Promise<number | null> {
    if (this.#deadlineAtMs > this.#nowMs()) return this.#deadlineAtMs;
    try {
      const known = { ...this.#execution, deadlineAtMs: this.#deadlineAtMs };
      this.#deadlineAtMs = await this.#parts.children.postponeDeadline(known);
      return this.#deadlineAtMs;
    } catch {
      return null;
    }
  }

  #nowMs(): number {
    return this.#parts.clock.now().getTime();
  }
}
