import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '@aether/common/service';
import { LRUCache } from 'lru-cache';
import { CancelledError } from '../errors.ts';
import { ProviderUnavailableError } from '../provider-errors.ts';
import { EMBED_BATCH, type EmbedBatch, type EmbedResult } from './embed-protocol.ts';

export interface EmbedderOptions {
  /** The worker thread ends after so long without work. @default 60,000 ms */
  readonly idleMs?: number;
  /** Vectors that are kept; each takes about 2 kB. @default 20,000 */
  readonly cachedVectors?: number;
}

export interface EmbedOptions {
  readonly signal: AbortSignal;
  /** Interactive batches go before bulk ones, so that a question never waits for a document. */
  readonly priority: 'interactive' | 'bulk';
}

interface Job {
  readonly batch: EmbedBatch;
  readonly settle: (result: EmbedResult) => void;
}

/** Sentence vectors of `builtin/embed`: one worker thread, started on demand, one batch at a time, with a cache. */
export class Embedder implements AsyncDisposable {
  readonly #idleMs: number;
  readonly #vectors: LRUCache<string, Float32Array>;
  readonly #queues: Readonly<Record<EmbedOptions['priority'], Job[]>> = { interactive: [], bulk: [] };
  #worker: Worker | null = null;
  #running: Job | null = null;
  #idle: NodeJS.Timeout | null = null;
  #ids = 0;
  #encoded = 0;

  constructor(options: EmbedderOptions = {}) {
    this.#idleMs = options.idleMs ?? 60_000;
    this.#vectors = new LRUCache({ max: options.cachedVectors ?? 20_000 });
  }

  /** Texts that went through the encoder so far; the others came from the cache. */
  get encoded(): number {
    return this.#encoded;
  }

  /** Whether the worker thread is alive. */
  get awake(): boolean {
    return this.#worker !== null;
  }

  /**
   * Unit vectors in the order of the texts. Texts must not be empty.
   * @throws CancelledError when the signal aborts; ProviderUnavailableError when the worker dies
   */
  async embed(texts: readonly string[], options: EmbedOptions): Promise<readonly Float32Array[]> {
    const keys = texts.map(hashText);
    const found = new Map(keys.map((key) => [key, this.#vectors.get(key)]));
    const missing = [...new Map(keys.map((key, index) => [key, texts[index] ?? ''])).entries()].filter(
      ([key]) => found.get(key) === undefined,
    );
    for (let start = 0; start < missing.length; start += EMBED_BATCH) {
      const batch = missing.slice(start, start + EMBED_BATCH);
      const vectors = await this.#encode(
        batch.map(([, text]) => text),
        options,
      );
      batch.forEach(([key], index) => {
        const vector = vectors[index];
        if (vector === undefined) return;
        this.#vectors.set(key, vector);
        found.set(key, vector);
      });
    }
    return keys.map((key) => {
      const vector = found.get(key);
      if (vector === undefined)
        throw new ProviderUnavailableError(
          { provider: 'builtin', model: 'embed' },
          'the encoder gave fewer vectors than texts',
        );
      return vector;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#failAll('the gateway is stopping');
    await this.#endWorker();
  }

  async #encode(texts: readonly string[], { signal, priority }: EmbedOptions): Promise<readonly Float32Array[]> {
    if (signal.aborted) throw new CancelledError(signal.reason);
    const { promise, resolve } = Promise.withResolvers<EmbedResult>();
    const queue = this.#queues[priority];
    const job: Job = { batch: { id: (this.#ids += 1), texts }, settle: resolve };
    const cancel = (): void => {
      if (queue.includes(job)) queue.splice(queue.indexOf(job), 1);
      resolve({ id: job.batch.id, failure: 'cancelled' });
    };
    signal.addEventListener('abort', cancel, { once: true });
    queue.push(job);
    this.#next();
    const result = await promise;
    signal.removeEventListener('abort', cancel);
    if (signal.aborted) throw new CancelledError(signal.reason);
    if ('failure' in result)
      throw new ProviderUnavailableError({ provider: 'builtin', model: 'embed' }, result.failure);
    this.#encoded += texts.length;
    return result.vectors;
  }

  #next(): void {
    if (this.#running !== null) return;
    const job = this.#queues.interactive.shift() ?? this.#queues.bulk.shift();
    if (job === undefined) {
      this.#sleepLater();
      return;
    }
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#running = job;
    this.#worker ??= this.#startWorker();
    this.#worker.ref();
    this.#worker.postMessage(job.batch);
  }

  #startWorker(): Worker {
    const worker = new Worker(workerUrl('embed', import.meta.url));
    worker.on('message', (result: EmbedResult) => {
      this.#running?.settle(result);
      this.#running = null;
      this.#next();
    });
    // An orderly end (idle, dispose) has already taken the worker out; what reaches here is a crash.
    const died = (reason: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll(reason);
    };
    worker.on('error', (error) => died(`the encoder failed: ${error.message}`));
    worker.on('exit', (code) => died(`the encoder ended with code ${code}`));
    return worker;
  }

  /** An idle thread holds no process alive. */
  #sleepLater(): void {
    this.#worker?.unref();
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#endWorker(), this.#idleMs);
    this.#idle.unref();
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    await worker?.terminate();
  }

  #failAll(failure: string): void {
    const jobs = [this.#running, ...this.#queues.interactive.splice(0), ...this.#queues.bulk.splice(0)];
    this.#running = null;
    for (const job of jobs) job?.settle({ id: job.batch.id, failure });
  }
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
