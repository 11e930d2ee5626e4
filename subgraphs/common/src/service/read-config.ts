import type { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** Variables as a process receives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses an environment with a schema and reports all problems at once. An empty variable counts as absent.
 * @throws ConfigError with one line per variable; values are never repeated, they may be secrets
 */
export function readConfig<Config>(schema: z.ZodType<Config>, environment: Environment): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`),
  );
}
