import { setTimeout as delay } from 'node:timers/promises';
import type { Streams } from '@aether/common/streams';
import { callerLeftChannel } from '@aether/schema';

/** Hears when the caller of a request has left. Word that gets lost costs a run that nobody reads, never one that somebody wants. */
export class CallerWatch implements Disposable {
  readonly #end = new AbortController();
  readonly #left = new AbortController();

  constructor(streams: Streams, requestId: string) {
    void this.#listen(streams.subscribe(callerLeftChannel(requestId), { signal: this.#end.signal }));
  }

  /** Aborts when it has. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Whether it has, or does so within this time. */
  async hasLeft(withinMs: number): Promise<boolean> {
    const signal = this.left;
    await delay(withinMs, undefined, { signal, ref: false }).catch(() => {});
    return signal.aborted;
  }

  [Symbol.dispose](): void {
    this.#end.abort();
  }

  async #listen(words: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of words) return this.#left.abort();
  }
}
