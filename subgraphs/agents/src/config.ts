import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

const schema = z.object({
  AGENTS_KEPT_EVENTS: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

export interface AgentsConfig {
  /** Events of one agent that can be replayed; who is further behind reads the agent again. @default 1,000 */
  readonly keptEvents: number;
}

/** @throws ConfigError with every problem */
export function agentsConfig(environment: Environment): AgentsConfig {
  const { AGENTS_KEPT_EVENTS } = readConfig(schema, environment);
  return { keptEvents: AGENTS_KEPT_EVENTS };
}
