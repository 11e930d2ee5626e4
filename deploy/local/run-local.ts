import { once } from 'node:events';
import { ConfigError, type Environment, systemClock } from '@aether/common/service';
import type { Telemetry } from '@aether/common/telemetry';
import { collectGarbage } from './collect-garbage.ts';
import { LauncherError } from './launcher-error.ts';
import { localConfig } from './local-config.ts';
import { Progress } from './progress.ts';
import type { ServiceEntry } from './service-list.ts';
import { startLocal } from './start-local.ts';
import { stopSignals } from './stop-signals.ts';

const STOPPED = 130;

/** Starts everything, prints where it is, waits for a signal, stops in order. @returns the exit code of the process */
export async function runLocal(input: {
  readonly environment: Environment;
  readonly parameters: readonly string[];
  readonly telemetry: Telemetry;
  /** Stands in for the list of all services, as the benchmarks do. */
  readonly services?: readonly ServiceEntry[];
}): Promise<number> {
  const { monotonicMs } = systemClock;
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
    const config = localConfig(input.environment, input.parameters);
    const began = monotonicMs();
    await using aether = await startLocal(config, {
      progress,
      signal: stop.signal,
      emergency,
      telemetry: input.telemetry,
      services: input.services,
    });
    const seconds = ((monotonicMs() - began) / 1_000).toFixed(1);
    // One piece of text: a program that waits for the first line has the link with it.
    const ready = `\nAether is ready on ${aether.address} after ${seconds} s (stop: Ctrl-C; log: ${aether.logFile})`;
    const link = `\nSign in as the owner with this link; it works once:\n\n  ${aether.signInLink}\n`;
    progress.say(aether.signInLink === null ? ready : `${ready}${link}`);
    collectGarbage();
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
