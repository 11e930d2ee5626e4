import { Worker } from 'node:worker_threads';
import { workerUrl } from '@aether/common/service';
import { DocumentTooDemandingError } from '../errors.ts';
import type { DocumentTask, DocumentTaskAnswer } from './document-task.ts';

/** A worker thread that answers one task after the other. */
export class DocumentThread {
  readonly #worker: Worker;
  #waiting: PromiseWithResolvers<DocumentTaskAnswer> | null = null;
  #ended = false;

  /** @param memoryMegabytes heap of the thread; more ends it */
  constructor(memoryMegabytes: number) {
    this.#worker = new Worker(workerUrl('extract', import.meta.url), {
      name: 'extract',
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    this.#worker.on('message', (answer: DocumentTaskAnswer) => this.#settle(({ resolve }) => resolve(answer)));
    this.#worker.on('error', (error) => {
      const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(isMemory ? new DocumentTooDemandingError(memoryMegabytes, error) : error);
    });
    this.#worker.on('exit', (code) =>
      this.#end(new Error(`The worker thread ended with ${code} and without an answer.`)),
    );
  }

  /** False = it takes no more tasks. */
  get isAlive(): boolean {
    return !this.#ended;
  }

  /** One task at a time. The signal gives up waiting; the caller then ends the thread. */
  async run(task: DocumentTask, transfer: readonly ArrayBuffer[], signal: AbortSignal): Promise<DocumentTaskAnswer> {
    signal.throwIfAborted();
    this.#waiting = Promise.withResolvers<DocumentTaskAnswer>();
    const { promise, reject } = this.#waiting;
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    // A thread keeps the process alive while somebody waits for it, and only then.
    this.#worker.ref();
    try {
      this.#worker.postMessage(task, [...transfer]);
      return await promise;
    } finally {
      this.#waiting = null;
      this.#worker.unref();
      signal.removeEventListener('abort', abort);
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  #end(error: unknown): void {
    this.#ended = true;
    this.#settle(({ reject }) => reject(error));
  }

  #settle(how: (waiting: PromiseWithResolvers<DocumentTaskAnswer>) => void): void {
    if (this.#waiting !== null) how(this.#waiting);
  }
}
