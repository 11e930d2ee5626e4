import { once } from 'node:events';
import { ConfigError } from '../service/config-error.ts';

/**
 * Runs a process until SIGTERM or Ctrl-C, or until the launcher that started it is gone; then disposes what `start` made, in order.
 * @returns the exit code: 0 after an orderly stop, 1 when it did not start
 */
export async function untilStopped(start: (say: (line: string) => void) => Promise<AsyncDisposable>): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const ends = ['SIGINT', 'SIGTERM', 'disconnect'];
  for (const end of ends) process.once(end, onSignal);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    await using _running = await start(say);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    return 0;
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    return 1;
  } finally {
    // A listener for `disconnect` would keep the process alive.
    for (const end of ends) process.off(end, onSignal);
  }
}
