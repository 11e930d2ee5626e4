import { type Environment, systemClock } from '@aether/common/service';
import type { Telemetry } from '@aether/common/telemetry';
import { collectGarbage } from './collect-garbage.ts';
import { runLauncher } from './run-launcher.ts';
import type { ServiceEntry } from './service-list.ts';
import { startLocal } from './start-local.ts';

/** Everything in this process. @returns the exit code of the process */
export function runLocal(input: {
  readonly environment: Environment;
  readonly parameters: readonly string[];
  readonly telemetry: Telemetry;
  /** Stands in for the list of all services, as the benchmarks do. */
  readonly services?: readonly ServiceEntry[];
}): Promise<number> {
  const { environment, parameters, telemetry, services } = input;
  return runLauncher({
    environment,
    parameters,
    monotonicMs: systemClock.monotonicMs,
    start: (config, launch) => startLocal(config, { ...launch, telemetry, services }),
    onReady: collectGarbage,
  });
}
