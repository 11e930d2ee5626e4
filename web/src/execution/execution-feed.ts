import type { Client as EventsClient } from 'graphql-ws';
import type { Client } from 'urql';
import { problemOf, type Problem } from '../graphql/problem.ts';
import { followStream } from '../graphql/resumable-stream.ts';
import { Store } from '../ui/store.ts';
import { ExecutionEventsDocument, type ExecutionEnvelope } from './execution-events.ts';
import { ExecutionRecordDocument, type ExecutionRecord } from './execution-record.ts';
import { applyEvent, viewOfRecord, type ExecutionView } from './execution-view.ts';

export interface LiveExecution {
  /** Undefined until read; null = unknown or not visible. */
  record: ExecutionRecord | null | undefined;
  view: ExecutionView | null;
  problem: Problem | null;
}

export const NOTHING: LiveExecution = { record: undefined, view: null, problem: null };

/** At most 20 renderings a second, however fast tokens come. */
const FLUSH_MS = 50;

/**
 * One run, live. Reads the record, then follows its events from the first one: the text of a running step is only
 * there. A run that has ended needs none. Events that come together are shown together.
 */
export class ExecutionFeed extends Store<LiveExecution> {
  readonly #client: Client;
  readonly #events: Pick<EventsClient, 'subscribe'>;
  readonly #executionId: string;
  #pending: ExecutionEnvelope[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unfollow = (): void => undefined;
  /** Counts starts and stops; an answer that belongs to an earlier one is dropped. */
  #generation = 0;

  constructor(client: Client, events: Pick<EventsClient, 'subscribe'>, executionId: string) {
    super(NOTHING);
    this.#client = client;
    this.#events = events;
    this.#executionId = executionId;
  }

  /** Begins, or begins again. The answer stops it. */
  readonly start = (): (() => void) => {
    this.#stop();
    void this.#read(true);
    return () => this.#stop();
  };

  #stop(): void {
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = [];
    this.#unfollow();
  }

  async #read(first: boolean): Promise<void> {
    const generation = this.#generation;
    const { data, error } = await this.#client
      .query(ExecutionRecordDocument, { id: this.#executionId }, { requestPolicy: 'network-only' })
      .toPromise();
    if (generation !== this.#generation) return;
    if (error !== undefined) {
      if (first) this.set({ problem: problemOf(error) });
      return;
    }
    const record = data?.execution ?? null;
    const texts = this.state.view?.texts ?? new Map();
    this.set({ record, view: record === null ? null : { ...viewOfRecord(record), texts }, problem: null });
    if (record !== null && first && this.state.view?.ended === false) this.#follow(record.lastSeq);
  }

  /** Facts up to `known` are in the record already; of those only the text is taken from the replay. */
  #follow(known: number): void {
    this.#unfollow = followStream(this.#events, {
      document: ExecutionEventsDocument,
      variables: { id: this.#executionId },
      after: 0,
      read: (data) => data.executionEvents,
      onEvent: (envelope) => this.#take(envelope, known),
      onResync: () => void this.#read(true),
      onEnd: () => void this.#read(false),
    });
  }

  #take(envelope: ExecutionEnvelope, known: number): void {
    const { seq, event } = envelope;
    if (typeof seq === 'number' && seq <= known) {
      if (event.__typename !== 'TextDelta' && event.__typename !== 'MessageReset') return;
      this.#pending.push({ ...envelope, seq: null });
    } else this.#pending.push(envelope);
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    const before = this.state.view;
    if (before === null) return;
    const view = this.#pending.reduce(applyEvent, before);
    const hasFile = this.#pending.some(({ event }) => event.__typename === 'ArtifactCreated');
    this.#pending = [];
    this.set({ view });
    if (hasFile || (view.ended && !before.ended)) void this.#read(false);
  }
}
