import { type Environment, readConfig } from '@aether/common/service';
import { allowedOffersSchema, toolProgramsSchema } from '@aether/schema';
import { z } from 'zod';
import type { AllowedPrograms } from './tools/tool-server-offers.ts';

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
  AETHER_TOOL_PROGRAMS: toolProgramsSchema,
  AETHER_TOOL_OFFERS: allowedOffersSchema,
  AGENTS_MCP_REGISTRY_URL: z
    .union([
      z.literal('none'),
      // It is told to people when it does not answer.
      z.url({ protocol: /^https?$/ }).refine((text) => isBare(new URL(text)) && !/[?#]/u.test(text), {
        message: 'expected an address without user name, password, query and fragment, or "none"',
      }),
    ])
    .default('https://registry.modelcontextprotocol.io'),
  AGENTS_KEPT_EVENTS: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

export interface AgentsConfig {
  /** Events of one agent that can be replayed; who is further behind reads the agent again. @default 1,000 */
  readonly keptEvents: number;
  /** Slugs of the providers that the LLM gateway has from its environment; every tenant's catalog shows them. */
  readonly platformProviders: readonly string[];
  /** What a tenant may connect as tool servers over stdio; the MCP gateway, which runs them, has the same lists. */
  readonly allowedPrograms: AllowedPrograms;
  /** Where tool servers are looked up when a person asks for it; null = nowhere. Without a slash at its end. */
  readonly registryUrl: string | null;
}

function isBare({ username, password }: URL): boolean {
  return username === '' && password === '';
}

/** @throws ConfigError with every problem */
export function agentsConfig(environment: Environment): AgentsConfig {
  const values = readConfig(schema, environment);
  return {
    keptEvents: values.AGENTS_KEPT_EVENTS,
    platformProviders: values.AGENTS_PLATFORM_PROVIDERS,
    registryUrl: values.AGENTS_MCP_REGISTRY_URL === 'none' ? null : values.AGENTS_MCP_REGISTRY_URL.replace(/\/+$/u, ''),
    allowedPrograms: { programs: values.AETHER_TOOL_PROGRAMS, offers: values.AETHER_TOOL_OFFERS },
  };
}
