import type { ExecutionKey } from '../db/execution-store.ts';
import { LAST_EVENT, type StreamEvent } from '../event.ts';

/** More runs than this are not followed from memory; the oldest go first. */
const MAXIMUM_RUNS = 2_000;
/** A run that has told more than this is followed from the record. */
const MAXIMUM_EVENTS = 50;

/** A run that this process accepted and that has not ended, with all that it has told so far. */
export interface YoungRun {
  readonly tenantId: string;
  readonly id: string;
  readonly startedById: string;
  readonly status: 'QUEUED' | 'RUNNING';
  readonly lastSeq: number;
  /** Durable and committed, from number 1 without a gap. */
  readonly events: readonly StreamEvent[];
}

/**
 * The beginnings of runs. Whoever starts a run wants to see its first events at once, and both are known here: two reads of the
 * record less for each run that is followed. Never more than a shortcut: a reader that finds nothing here asks the record.
 */
export class YoungRuns {
  readonly #runs = new Map<string, { readonly startedById: string; readonly events: StreamEvent[] }>();

  begin(key: ExecutionKey, startedById: string): void {
    this.#runs.set(nameOf(key), { startedById, events: [] });
    if (this.#runs.size <= MAXIMUM_RUNS) return;
    for (const oldest of this.#runs.keys()) {
      this.#runs.delete(oldest);
      return;
    }
  }

  /** Events after their commit. A number that is missing was written by another process: the run is young no more. */
  add(key: ExecutionKey, events: readonly StreamEvent[]): void {
    const known = this.#runs.get(nameOf(key));
    if (known === undefined) return;
    for (const event of events) {
      if (event.seq === null) continue;
      const isNext = event.seq === known.events.length + 1;
      if (!isNext || event.name === LAST_EVENT || event.seq > MAXIMUM_EVENTS) {
        this.#runs.delete(nameOf(key));
        return;
      }
      known.events.push(event);
    }
  }

  find(key: ExecutionKey): YoungRun | null {
    const known = this.#runs.get(nameOf(key));
    if (known === undefined || known.events.length === 0) return null;
    const { tenantId, executionId: id } = key;
    const events = [...known.events];
    const status = events.length === 1 ? 'QUEUED' : 'RUNNING';
    return { tenantId, id, startedById: known.startedById, status, lastSeq: events.length, events };
  }
}

function nameOf({ tenantId, executionId }: ExecutionKey): string {
  return `${tenantId}/${executionId}`;
}
