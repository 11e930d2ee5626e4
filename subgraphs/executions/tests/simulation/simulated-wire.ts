import { DatabaseUnavailableError } from '@aether/common/graph';
import type { Scheduler } from 'fast-check';
import type { ExecutionStore } from '../../src/db/execution-store.ts';

const READS = ['claimable', 'orphaned', 'owned', 'overdue', 'nowMs', 'find', 'steps'] as const;
const WRITES = ['accept', 'claim', 'flush', 'openWorker', 'reopenWorker', 'beat', 'closeWorker'] as const;

/** Waits for ever: the process that waited is dead. */
const never = <Value>(): Promise<Value> => new Promise(() => {});

/**
 * Between one life of a process and everything outside. The scheduler decides when a request arrives and when its answer does, so one
 * may be late by any amount; requests of a process that was killed may still arrive, answers reach nobody.
 */
export class SimulatedWire {
  readonly #scheduler: Scheduler;
  #isDead = false;
  #isCalm = false;
  #lost = 0;
  #mended: PromiseWithResolvers<void> | null = null;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** From now on no request waits. */
  calm(): void {
    this.#isCalm = true;
    this.#lost = 0;
    this.mend();
  }

  kill(): void {
    this.#isDead = true;
  }

  /** Requests wait until it is mended. */
  cut(): void {
    if (!this.#isCalm) this.#mended ??= Promise.withResolvers();
  }

  mend(): void {
    this.#mended?.resolve();
    this.#mended = null;
  }

  /** The next answer gets lost, after all patience of the driver. */
  loseAnswer(): void {
    if (!this.#isCalm) this.#lost += 1;
  }

  /** @param isRead it changes nothing: that its answer is late says everything about when it was asked */
  async pass<Value>(what: string, act: () => Promise<Value>, isRead = false): Promise<Value> {
    if (this.#isDead) return never();
    if (!isRead) await this.#travel(`${what} →`);
    const value = await act();
    await this.#travel(`← ${what}`);
    if (this.#isDead) return never();
    if (this.#lost === 0) return value;
    this.#lost -= 1;
    throw new DatabaseUnavailableError(new Error('the answer was lost'));
  }

  /** The store as the process at this end sees it. */
  store(store: ExecutionStore): ExecutionStore {
    const methods = Object.fromEntries(
      [...READS, ...WRITES].map((name) => {
        const call = store[name].bind(store) as (...given: unknown[]) => Promise<unknown>;
        return [
          name,
          (...given: unknown[]) =>
            this.pass(
              name,
              () => call(...given),
              READS.some((read) => read === name),
            ),
        ];
      }),
    );
    // Every method of the interface is there, each with its own types.
    return methods as unknown as ExecutionStore;
  }

  async #travel(label: string): Promise<void> {
    if (!this.#isCalm) await this.#scheduler.schedule(Promise.resolve(), label);
    await this.#mended?.promise;
  }
}
