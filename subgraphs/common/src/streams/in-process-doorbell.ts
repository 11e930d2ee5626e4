import type { Doorbell, DoorbellHandler } from './doorbell.ts';

/** A doorbell for one process: every listener of the queue hears the ring, after the caller's own turn. */
export class InProcessDoorbell implements Doorbell {
  readonly #handlers = new Map<string, Set<DoorbellHandler>>();

  async ring(queue: string, id: string): Promise<void> {
    for (const handler of this.#handlers.get(queue) ?? []) {
      queueMicrotask(() => {
        if (this.#handlers.get(queue)?.has(handler)) handler(id);
      });
    }
  }

  async listen(queue: string, handler: DoorbellHandler, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    if (signal.aborted) return;
    // A function of its own per call, so that the same handler may listen twice.
    const own: DoorbellHandler = (id) => handler(id);
    this.#handlers.set(queue, (this.#handlers.get(queue) ?? new Set()).add(own));
    signal.addEventListener('abort', () => this.#handlers.get(queue)?.delete(own), { once: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handlers.clear();
  }
}
