import { once } from 'node:events';
import { ConfigError, type Environment } from '@aether/common/service';
import { LauncherError } from './launcher-error.ts';
import { localConfig, type LocalConfig } from './local-config.ts';
import { Progress } from './progress.ts';
import type { LocalAether } from './start-local.ts';
import { stopSignals } from './stop-signals.ts';

const STOPPED = 130;

export interface Launch {
  readonly environment: Environment;
  readonly parameters: readonly string[];
  readonly monotonicMs: () => number;
  readonly start: (
    config: LocalConfig,
    launch: {
      readonly progress: Progress;
      /** Gives up a start under way. */
      readonly signal: AbortSignal;
      /** Collects what must be done when there is no time for an orderly stop. */
      readonly emergency: Set<() => void>;
    },
  ) => Promise<LocalAether>;
  /** After the address was printed. */
  readonly onReady?: () => void;
}

/** Starts everything, prints where it is, waits for a signal, stops in order. @returns the exit code of the process */
export async function runLauncher({ environment, parameters, monotonicMs, start, onReady }: Launch): Promise<number> {
  const progress = new Progress({ write: (line) => console.log(line), monotonicMs });
  const emergency = new Set<() => void>();
  using stop = stopSignals({
    monotonicMs,
    say: (line) => progress.say(line),
    atOnce: () => {
      for (const end of emergency) end();
    },
  });
  try {
    const config = localConfig(environment, parameters);
    const began = monotonicMs();
    await using aether = await start(config, { progress, signal: stop.signal, emergency });
    const seconds = ((monotonicMs() - began) / 1_000).toFixed(1);
    // One piece of text: a program that waits for the first line has the link with it.
    const ready = `\nAether is ready on ${aether.address} after ${seconds} s (stop: Ctrl-C; log: ${aether.logFile})`;
    const link = `\nSign in as the owner with this link; it works once:\n\n  ${aether.signInLink}\n`;
    progress.say(aether.signInLink === null ? ready : `${ready}${link}`);
    onReady?.();
    aether.afterReady?.();
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return STOPPED;
    console.error(isAboutTheMachine(error) ? `✗ ${error.message}` : error);
    return 1;
  }
}

/** For a person to mend, not for an engineer to trace; `util.parseArgs` names an unknown option by itself. */
function isAboutTheMachine(error: unknown): error is Error {
  if (error instanceof LauncherError || error instanceof ConfigError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
