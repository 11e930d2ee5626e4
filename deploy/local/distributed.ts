import { systemClock } from '@aether/common/service';
import { startDistributed } from './start-distributed.ts';
import { runLauncher } from './run-launcher.ts';

/** Process entry of the distributed form on one machine: starts, supervises and stops the processes of all services. */
process.exitCode = await runLauncher({
  environment: process.env,
  parameters: process.argv.slice(2),
  monotonicMs: systemClock.monotonicMs,
  start: startDistributed,
});
