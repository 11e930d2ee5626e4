import { Worker } from 'node:worker_threads';
import { workerUrl } from '@aether/common/service';
import { RenderFailedError } from '../errors.ts';
import { renderDocument } from './render-document.ts';
import type { RenderRequest } from './render-request.ts';

export interface DocumentRendererOptions {
  /** Heap of the thread in megabytes. */
  readonly memoryMegabytes: number;
  /** Of one file, in milliseconds, the start of the thread included. */
  readonly timeoutMs: number;
}

/** Text is written in a few milliseconds; these formats take a thread of their own. */
const HEAVY: readonly string[] = ['PDF', 'DOCX', 'PPTX', 'XLSX'];

/** Makes files of documents: heavy formats in a worker thread with limits, so that a document that is too much takes nothing else with it. */
export class DocumentRenderer {
  readonly #options: DocumentRendererOptions;

  constructor(options: DocumentRendererOptions) {
    this.#options = options;
  }

  /** @throws RenderFailedError */
  async render(request: RenderRequest, signal: AbortSignal): Promise<Uint8Array> {
    if (!HEAVY.includes(request.format)) return renderDocument(request);
    const { memoryMegabytes, timeoutMs } = this.#options;
    const left = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const worker = new Worker(workerUrl('render', import.meta.url), {
      name: 'render',
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const abort = (): void => reject(left.reason);
    worker.on('message', resolve).on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The worker thread ended with ${code} and without a file.`)));
    left.addEventListener('abort', abort, { once: true });
    if (left.aborted) abort();
    else worker.postMessage(request);
    try {
      return await promise;
    } catch (error) {
      signal.throwIfAborted();
      throw new RenderFailedError(request.format, left.aborted ? `it took longer than ${timeoutMs} ms` : null, error);
    } finally {
      left.removeEventListener('abort', abort);
      await worker.terminate();
    }
  }
}
