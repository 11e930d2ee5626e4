import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '@aether/common/service';
import { type CheckResult, verdict } from './check-result.ts';
import type { PatternTask } from './pattern.worker.ts';

/** A sane pattern on the longest answer takes a millisecond. */
const LIMIT_MS = 250;
const HEAP_MEGABYTES = 32;
/** UTF-16 code units that a pattern is run over. */
const MAXIMUM_TEXT = 100_000;

/**
 * Runs regular expressions of people in a thread that is ended after a time limit. JavaScript's engine backtracks, so some short patterns
 * take years on a short text. Looking at the pattern alone either misses some of them or refuses harmless ones, and a linear engine
 * (RE2) knows a smaller language and is native code. One thread, one pattern at a time: the main thread never waits.
 */
export class PatternMatcher implements AsyncDisposable {
  #worker: Promise<Worker> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** Whether the pattern is found in the text. A pattern that takes too long fails and says so. */
  matches(pattern: string, text: string): Promise<CheckResult> {
    const result = this.#queue.then(() => this.#run({ pattern, text: text.slice(0, MAXIMUM_TEXT) }));
    this.#queue = result.catch(() => {});
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue;
    await (await this.#worker)?.terminate();
  }

  async #run(task: PatternTask): Promise<CheckResult> {
    const worker = await (this.#worker ??= start());
    const { promise, resolve } = Promise.withResolvers<boolean | null>();
    const timer = setTimeout(() => resolve(null), LIMIT_MS);
    const end = (): void => resolve(null);
    worker.once('message', resolve);
    worker.once('exit', end);
    // A thread keeps the process alive while somebody waits for it, and only then.
    worker.ref();
    try {
      worker.postMessage(task);
      const found = await promise;
      if (found !== null)
        return verdict(found, found ? `Matches /${task.pattern}/.` : `Does not match /${task.pattern}/.`);
      this.#worker = null;
      await worker.terminate();
      return verdict(false, `The pattern /${task.pattern}/ took longer than ${LIMIT_MS} ms, so it was given up.`);
    } finally {
      clearTimeout(timer);
      worker.off('message', resolve);
      worker.off('exit', end);
      worker.unref();
    }
  }
}

/** Resolves when the thread takes tasks: its start does not count as the time of a pattern. */
async function start(): Promise<Worker> {
  const worker = new Worker(workerUrl('pattern', import.meta.url), {
    name: 'pattern',
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  await once(worker, 'message');
  // A thread that runs out of memory ends, which its task notices; without a listener it would end the process.
  worker.on('error', () => {});
  return worker;
}
