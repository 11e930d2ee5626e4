import type { Clock } from '@aether/common/service';

/**
 * The database's time. It decides when a run is due, overdue or orphaned, so whoever writes such an instant must mean the same clock:
 * a machine five minutes ahead would else end its runs five minutes early, and put off by as much what another worker could do now.
 * Until it is asked for the first time, the machine's own clock; from then on a jump of that clock changes nothing.
 */
export class RecordClock implements Clock {
  readonly #own: Clock;
  #known: { readonly databaseMs: number; readonly monotonicMs: number } | null = null;

  constructor(own: Clock) {
    this.#own = own;
  }

  now(): Date {
    if (this.#known === null) return this.#own.now();
    const { databaseMs, monotonicMs } = this.#known;
    return new Date(databaseMs + this.#own.monotonicMs() - monotonicMs);
  }

  monotonicMs(): number {
    return this.#own.monotonicMs();
  }

  /** @param ask the database's clock; its answer is taken for the middle of the time that asking took */
  async follow(ask: () => Promise<number>): Promise<void> {
    const sentMs = this.#own.monotonicMs();
    const databaseMs = await ask();
    this.#known = { databaseMs, monotonicMs: (sentMs + this.#own.monotonicMs()) / 2 };
  }
}
