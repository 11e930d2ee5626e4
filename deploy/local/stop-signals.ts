/** One key press may arrive twice: from the terminal, and handed on by npm and by bootstrap.mjs. */
const SAME_PRESS_MS = 500;

export interface StopSignals extends Disposable {
  /** Aborted by the first Ctrl-C (SIGINT) or SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * The first signal asks for an orderly stop, the second means now.
 * @param atOnce what still has to be done before the process ends without order
 */
export function stopSignals(options: {
  monotonicMs: () => number;
  say: (line: string) => void;
  atOnce: () => void;
}): StopSignals {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const onSignal = () => {
    const now = options.monotonicMs();
    if (firstAt === null) {
      firstAt = now;
      options.say('Stopping (Ctrl-C again stops at once) …');
      controller.abort();
    } else if (now - firstAt > SAME_PRESS_MS) {
      options.say('Stopped at once; the next start recovers.');
      options.atOnce();
      process.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
