import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, publicUrl, readConfig } from '@aether/common/service';
import { z } from 'zod';
import { repositoryRoot } from './repository-root.ts';

const port = z.coerce.number().int().min(1).max(65_535);

const variables = z
  .object({
    AETHER_PORT: port.optional(),
    PORT: port.optional(),
    AETHER_HOST: z.string().default('127.0.0.1'),
    AETHER_PUBLIC_URL: publicUrl.optional(),
    AETHER_STATE: z.string().default('.aether'),
    AETHER_BOLT_PORT: port.optional(),
    AETHER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    NEO4J_URI: z.string().optional(),
    NEO4J_USER: z.string().default('neo4j'),
    NEO4J_PASSWORD: z.string().default(''),
    REDIS_URL: z.url().optional(),
  })
  .transform((env) => {
    const listen = env.AETHER_PORT ?? env.PORT ?? 8080;
    return {
      port: listen,
      host: env.AETHER_HOST,
      publicUrl: env.AETHER_PUBLIC_URL ?? `http://localhost:${listen}`,
      stateFolder: resolve(repositoryRoot, env.AETHER_STATE),
      logLevel: env.AETHER_LOG_LEVEL,
      redisUrl: env.REDIS_URL ?? null,
      neo4j: {
        uri: env.NEO4J_URI ?? null,
        user: env.NEO4J_USER,
        password: env.NEO4J_PASSWORD,
        ...(env.AETHER_BOLT_PORT === undefined ? {} : { boltPort: env.AETHER_BOLT_PORT }),
      },
    };
  });

/** What `npm start` can be told: variables for the place, options for this start. */
export type LocalConfig = z.infer<typeof variables> & {
  /** Whether Neo4j may run in a container. */
  readonly docker: boolean;
  /** Print a one-time link for the owner also when somebody can sign in. */
  readonly signInLink: boolean;
  /** No demo: neither on an empty database, nor going on with one that was interrupted. */
  readonly empty: boolean;
  /** The whole environment, for the services' own config readers. */
  readonly environment: Environment;
};

/** @throws ConfigError with every problem of the environment; TypeError for an unknown option */
export function localConfig(environment: Environment, parameters: readonly string[]): LocalConfig {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      'no-docker': { type: 'boolean', default: false },
      'sign-in-link': { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
    },
  });
  return {
    ...readConfig(variables, environment),
    docker: !values['no-docker'],
    signInLink: values['sign-in-link'],
    empty: values.empty,
    environment,
  };
}
