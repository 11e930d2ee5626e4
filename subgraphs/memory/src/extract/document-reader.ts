import { DocumentTimeoutError, DocumentUnreadableError } from '../errors.ts';
import type { PassageSettings, PassageSpan } from '../split/passage-span.ts';
import { splitPassages } from '../split/split-passages.ts';
import type { DocumentTask, DocumentTaskAnswer } from './document-task.ts';
import { DocumentThread } from './document-thread.ts';
import type { ExtractedText } from './extracted-text.ts';
import type { ExtractionLimits } from './extraction-limits.ts';

export interface DocumentReaderOptions extends ExtractionLimits {
  /** Heap of a worker thread in megabytes. */
  readonly memoryMegabytes: number;
  /** Of one document, in milliseconds. */
  readonly timeoutMs: number;
}

/** UTF-16 code units that are split in a few milliseconds; a thread of its own costs more. */
const SPLIT_AT_ONCE = 100_000;
/** A thread takes a tenth of a second to start and some ten megabytes while it waits for the next document. */
const IDLE_MS = 10_000; // 10 seconds

/**
 * Reads and splits documents in worker threads: a bomb takes its thread with it and nothing else. A thread that has answered is used again;
 * one that failed, hung or was aborted never is.
 */
export class DocumentReader implements AsyncDisposable {
  readonly #options: DocumentReaderOptions;
  /** Each with the timer of its end. */
  readonly #idle = new Map<DocumentThread, NodeJS.Timeout>();

  constructor(options: DocumentReaderOptions) {
    this.#options = options;
  }

  /**
   * @param bytes the thread takes them over
   * @throws DocumentUnreadableError, DocumentTooDemandingError, DocumentTimeoutError
   */
  async extract(bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<ExtractedText> {
    const { maximumPages, maximumCharacters } = this.#options;
    const limits = { maximumPages, maximumCharacters };
    const answer = await this.#run({ kind: 'extract', bytes, limits }, [bytes.buffer], signal);
    if (answer.kind !== 'extracted') throw new Error(`The worker thread answered "${answer.kind}" to "extract".`);
    return answer.extracted;
  }

  async split(
    extracted: ExtractedText,
    settings: PassageSettings,
    signal: AbortSignal,
  ): Promise<readonly PassageSpan[]> {
    if (extracted.text.length <= SPLIT_AT_ONCE) return splitPassages(extracted, settings);
    const answer = await this.#run({ kind: 'split', extracted, settings }, [], signal);
    if (answer.kind !== 'passages') throw new Error(`The worker thread answered "${answer.kind}" to "split".`);
    return answer.spans;
  }

  /** Ends the threads that wait; one at work ends with its signal. */
  async [Symbol.asyncDispose](): Promise<void> {
    const threads = [...this.#idle.keys()];
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  async #run(task: DocumentTask, transfer: readonly ArrayBuffer[], signal: AbortSignal): Promise<DocumentTaskAnswer> {
    signal.throwIfAborted();
    const { timeoutMs } = this.#options;
    const thread = this.#take();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DocumentTimeoutError(timeoutMs)), timeoutMs);
    try {
      const answer = await thread.run(task, transfer, AbortSignal.any([signal, late.signal]));
      this.#giveBack(thread);
      if (answer.kind === 'unreadable') throw new DocumentUnreadableError(answer.problem);
      return answer;
    } catch (error) {
      if (!this.#idle.has(thread)) await thread.end();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #take(): DocumentThread {
    for (const [thread, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(thread);
      if (thread.isAlive) return thread;
    }
    return new DocumentThread(this.#options.memoryMegabytes);
  }

  #giveBack(thread: DocumentThread): void {
    const timer = setTimeout(() => {
      this.#idle.delete(thread);
      void thread.end();
    }, IDLE_MS);
    this.#idle.set(thread, timer.unref());
  }
}
