import { type ServiceName, SERVICES } from '@aether/schema';
import { z } from 'zod';
import { type Environment, readConfig } from '../service/read-config.ts';

const secret = z
  .base64('must be base64')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length >= 32, 'must hold at least 32 random bytes, as base64');

/** `AETHER_LLM_GATEWAY_URL` of `llm-gateway`: where other processes reach a service. */
export function urlVariable(service: string): string {
  return `AETHER_${service.replaceAll('-', '_').toUpperCase()}_URL`;
}

const originVariables = Object.fromEntries(
  Object.entries(SERVICES).map(([name, { port }]) => [
    urlVariable(name),
    z.url({ protocol: /^https?$/ }).default(`http://127.0.0.1:${port}`),
  ]),
);

const wireSchema = z
  .object({
    AETHER_INTERNAL_SECRET: secret,
    AETHER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    AETHER_INSTANCE: z
      .string()
      .regex(/^[\w.-]{1,60}$/)
      .default('1'),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  })
  .transform((env) => ({
    internalSecret: env.AETHER_INTERNAL_SECRET,
    logLevel: env.AETHER_LOG_LEVEL,
    instance: env.AETHER_INSTANCE,
    redisUrl: env.REDIS_URL,
  }));

const storeSchema = z
  .object({
    AETHER_HOST: z.string().default('127.0.0.1'),
    AETHER_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    NEO4J_URI: z.string(),
    NEO4J_USER: z.string().default('neo4j'),
    NEO4J_PASSWORD: z.string().default(''),
    AETHER_BLOBS_FOLDER: z.string().optional(),
    AETHER_S3_ENDPOINT: z.url().optional(),
    AETHER_S3_REGION: z.string().default('us-east-1'),
    AETHER_S3_BUCKET: z.string().default('aether'),
    AETHER_S3_ACCESS_KEY: z.string().default(''),
    AETHER_S3_SECRET_KEY: z.string().default(''),
  })
  .refine((env) => (env.AETHER_BLOBS_FOLDER === undefined) !== (env.AETHER_S3_ENDPOINT === undefined), {
    path: ['AETHER_BLOBS_FOLDER'],
    message: 'set either this (a folder that all processes share) or AETHER_S3_ENDPOINT',
  })
  .transform((env) => ({
    host: env.AETHER_HOST,
    port: env.AETHER_PORT ?? null,
    neo4j: { uri: env.NEO4J_URI, user: env.NEO4J_USER, password: env.NEO4J_PASSWORD },
    blobsFolder: env.AETHER_BLOBS_FOLDER ?? null,
    s3: {
      endpoint: env.AETHER_S3_ENDPOINT ?? '',
      region: env.AETHER_S3_REGION,
      bucket: env.AETHER_S3_BUCKET,
      credentials: { accessKeyId: env.AETHER_S3_ACCESS_KEY, secretAccessKey: env.AETHER_S3_SECRET_KEY },
    },
  }));

/** What every process needs to talk to the others. */
export type WireConfig = z.infer<typeof wireSchema> & { readonly originOf: (service: string) => string };

/** What a service needs beside: where it listens, and where its data are. */
export type StoreConfig = z.infer<typeof storeSchema>;

/** @throws ConfigError with every problem */
export function wireConfig(environment: Environment): WireConfig {
  const origins: Readonly<Record<string, unknown>> = readConfig(z.object(originVariables), environment);
  return {
    ...readConfig(wireSchema, environment),
    originOf(service) {
      const origin = origins[urlVariable(service)];
      if (typeof origin !== 'string') throw new Error(`There is no service "${service}".`);
      return origin.replace(/\/+$/u, '');
    },
  };
}

/** @throws ConfigError with every problem */
export function storeConfig(environment: Environment): StoreConfig {
  return readConfig(storeSchema, environment);
}

export function portOf(service: ServiceName): number {
  return SERVICES[service].port;
}
