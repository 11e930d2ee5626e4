import type { ServiceName } from '@aether/schema';
import type { Environment } from '../service/read-config.ts';
import type { Service } from '../service/service.ts';
import type { ServiceParts } from '../service/service-parts.ts';
import { serveService } from '../service/serve-service.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { portOf, storeConfig, wireConfig } from './process-config.ts';
import { createProcessParts } from './process-parts.ts';
import { untilStopped } from './until-stopped.ts';

export interface ServiceProcess<Running extends Service> {
  readonly name: ServiceName;
  readonly environment: Environment;
  readonly telemetry: Telemetry;
  /** The service's own reader of the environment, then its own root. */
  readonly create: (environment: Environment, parts: ServiceParts) => Promise<Running>;
  /** When it answers, before it says so. */
  readonly onStarted?: (service: Running, say: (line: string) => void) => Promise<void>;
}

/** One service in a process of its own: environment → config → parts → service → HTTP host → signals. @returns the exit code */
export function runService<Running extends Service>(options: ServiceProcess<Running>): Promise<number> {
  const { name, environment, telemetry, create, onStarted } = options;
  return untilStopped(async (say) => {
    await using stack = new AsyncDisposableStack();
    const store = storeConfig(environment);
    const parts = stack.use(createProcessParts(name, wireConfig(environment), store));
    await parts.database.verify();
    const service = stack.use(await create(environment, parts));
    await service.start();
    const served = stack.use(
      await serveService(service, {
        host: store.host,
        port: store.port ?? portOf(name),
        tokens: parts.tokens,
        logger: parts.logger,
        metrics: telemetry.metrics,
      }),
    );
    await onStarted?.(service, say);
    // The last line of a start: who waits for it has read all others.
    say(`${name} answers on ${served.origin}`);
    return stack.move();
  });
}
