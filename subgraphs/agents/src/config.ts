import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

const schema = z.object({
  AGENTS_PLATFORM_PROVIDERS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((slug) => slug.trim())
        .filter((slug) => slug !== ''),
    ),
  AGENTS_KEPT_EVENTS: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

export interface AgentsConfig {
  /** Events of one agent that can be replayed; who is further behind reads the agent again. @default 1,000 */
  readonly keptEvents: number;
  /** Slugs of the providers that the LLM gateway has from its environment; every tenant's catalog shows them. */
  readonly platformProviders: readonly string[];
}

/** @throws ConfigError with every problem */
export function agentsConfig(environment: Environment): AgentsConfig {
  const { AGENTS_KEPT_EVENTS, AGENTS_PLATFORM_PROVIDERS } = readConfig(schema, environment);
  return { keptEvents: AGENTS_KEPT_EVENTS, platformProviders: AGENTS_PLATFORM_PROVIDERS };
}
