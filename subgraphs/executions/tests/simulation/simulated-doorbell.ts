import type { Doorbell, DoorbellHandler } from '@aether/common/streams';

/** A doorbell that all processes share, whose rings may be lost. */
export class SimulatedDoorbell implements Doorbell {
  readonly #handlers = new Set<DoorbellHandler>();
  /** Nobody hears anything. */
  isDeaf = false;

  async ring(_queue: string, id: string): Promise<void> {
    if (!this.isDeaf) for (const handler of this.#handlers) handler(id);
  }

  async listen(_queue: string, handler: DoorbellHandler, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    this.#handlers.add(handler);
    signal.addEventListener('abort', () => this.#handlers.delete(handler), { once: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handlers.clear();
  }
}
