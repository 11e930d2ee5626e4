import type { Client as EventsClient } from 'graphql-ws';
import type { Client } from 'urql';
import { problemOf, type Problem } from '../../graphql/problem.ts';
import { followStream } from '../../graphql/resumable-stream.ts';
import { Store } from '../../ui/store.ts';
import { applyComparisonEvent, asksForRecord, type LiveView } from './apply-comparison-event.ts';
import { ComparisonDocument, type ComparisonEnvelope, ComparisonEventsDocument } from './comparison-document.ts';

export interface LiveComparison {
  /** Undefined until read; null = unknown or not visible. */
  readonly view: LiveView | null | undefined;
  readonly problem: Problem | null;
}

/** At most 20 renderings a second, however fast texts come. */
const FLUSH_MS = 50;
/** Answers of cells that ended are read together. */
const READ_AGAIN_MS = 400;

/** One comparison, live: reads the record, follows its events, and reads the answers of cells that ended. */
export class ComparisonFeed extends Store<LiveComparison> {
  readonly #client: Client;
  readonly #events: Pick<EventsClient, 'subscribe'>;
  readonly #id: string;
  #pending: ComparisonEnvelope[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  #unfollow = (): void => undefined;
  /** Counts starts and stops; an answer that belongs to an earlier one is dropped. */
  #generation = 0;

  constructor(client: Client, events: Pick<EventsClient, 'subscribe'>, id: string) {
    super({ view: undefined, problem: null });
    this.#client = client;
    this.#events = events;
    this.#id = id;
  }

  /** Begins, or begins again. The answer stops it. */
  readonly start = (): (() => void) => {
    this.#stop();
    void this.#read(true);
    return () => this.#stop();
  };

  #stop(): void {
    this.#generation += 1;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#readTimer);
    this.#flushTimer = undefined;
    this.#readTimer = undefined;
    this.#pending = [];
    this.#unfollow();
  }

  async #read(first: boolean): Promise<void> {
    const generation = this.#generation;
    const { data, error } = await this.#client
      .query(ComparisonDocument, { id: this.#id }, { requestPolicy: 'network-only' })
      .toPromise();
    if (generation !== this.#generation) return;
    if (error !== undefined && !data?.comparison) {
      if (first) this.set({ problem: problemOf(error) });
      return;
    }
    const comparison = data?.comparison ?? null;
    const texts = this.state.view?.texts ?? new Map();
    // Events that wait are newer than what was read, or the same once more.
    this.set({ view: comparison === null ? null : { comparison, texts }, problem: null });
    if (first && comparison !== null) this.#follow(comparison.lastSeq);
  }

  #follow(after: number): void {
    this.#unfollow = followStream(this.#events, {
      document: ComparisonEventsDocument,
      variables: { id: this.#id },
      after,
      read: (data) => data.comparisonEvents,
      onEvent: (envelope) => this.#take(envelope),
      onResync: () => this.start(),
      onEnd: () => void this.#read(false),
    });
  }

  #take(envelope: ComparisonEnvelope): void {
    this.#pending.push(envelope);
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MS);
    if (!asksForRecord(envelope)) return;
    this.#readTimer ??= setTimeout(() => {
      this.#readTimer = undefined;
      void this.#read(false);
    }, READ_AGAIN_MS);
  }

  #flush(): void {
    this.#flushTimer = undefined;
    const { view } = this.state;
    const pending = this.#pending;
    this.#pending = [];
    if (view) this.set({ view: pending.reduce(applyComparisonEvent, view) });
  }
}
