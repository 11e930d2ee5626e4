import { type Environment, publicUrl, readConfig } from '@aether/common/service';
import { type AllowedOffers, allowedOffersSchema, type ToolProgram, toolProgramsSchema } from '@aether/schema';
import { z } from 'zod';
import type { UpstreamLimits } from './upstream/upstream-limits.ts';

export interface McpGatewayConfig {
  /** The only command lines that are ever run as tool servers. */
  readonly programs: readonly ToolProgram[];
  /** Packages of the catalog that may be run as tool servers, by the slugs of their offers. */
  readonly offers: AllowedOffers;
  /** What programs see of our environment. */
  readonly programEnvironment: Readonly<Record<string, string>>;
  readonly limits: UpstreamLimits;
  /** Between two rounds in which the servers of tenants that nobody uses at the moment are asked, too. */
  readonly checkRoundMs: number;
  /** Bytes of a request body. */
  readonly bodyLimit: number;
  /** Origins in private networks that tool servers may have. */
  readonly allowedOrigins: readonly string[];
  /** Of web pages that may send requests, beside those of this machine. */
  readonly clientOrigins: readonly string[];
  /** Where clients reach this gateway, without a slash at its end. */
  readonly publicUrl: string;
  /** Opens tenants' credentials, the same as identity's; null = servers with a credential cannot be used. */
  readonly vaultKey: Uint8Array | null;
}

const milliseconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const origins = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  );

const environmentSchema = z
  .object({
    AETHER_TOOL_PROGRAMS: toolProgramsSchema,
    AETHER_TOOL_OFFERS: allowedOffersSchema,
    MCP_ALLOWED_ORIGINS: origins,
    MCP_CLIENT_ORIGINS: origins,
    AETHER_PUBLIC_URL: publicUrl.default('http://localhost:8080'),
    MCP_CONNECT_TIMEOUT_MS: milliseconds(10_000),
    MCP_CALL_TIMEOUT_MS: milliseconds(60_000),
    MCP_TOTAL_TIMEOUT_MS: milliseconds(600_000),
    MCP_MAXIMUM_RESULT_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(1024 * 1024),
    AETHER_VAULT_KEY: z
      .base64()
      .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .refine((bytes) => bytes.length >= 32, 'must hold at least 32 random bytes, as base64')
      .optional(),
  })
  .transform((env): Omit<McpGatewayConfig, 'programEnvironment'> => ({
    programs: env.AETHER_TOOL_PROGRAMS,
    offers: env.AETHER_TOOL_OFFERS,
    limits: {
      connectMs: env.MCP_CONNECT_TIMEOUT_MS,
      callMs: env.MCP_CALL_TIMEOUT_MS,
      totalMs: env.MCP_TOTAL_TIMEOUT_MS,
      brokenStreamMs: 2_000,
      resultBytes: env.MCP_MAXIMUM_RESULT_BYTES,
      messageBytes: Math.max(8 * 1024 * 1024, 2 * env.MCP_MAXIMUM_RESULT_BYTES),
      listMs: 60_000,
      staleListMs: 10 * 60_000,
      tools: 1_000,
      offers: 5_000,
      offersMs: 60_000,
      concurrentCalls: 64,
      waitingCalls: 256,
      failures: 5,
      halfOpenAfterMs: 10_000,
      restart: { baseMs: 500, maximumMs: 30_000 },
    },
    checkRoundMs: 5 * 60_000,
    bodyLimit: 4 * 1024 * 1024,
    allowedOrigins: env.MCP_ALLOWED_ORIGINS,
    clientOrigins: [...env.MCP_CLIENT_ORIGINS, env.AETHER_PUBLIC_URL],
    publicUrl: env.AETHER_PUBLIC_URL,
    vaultKey: env.AETHER_VAULT_KEY ?? null,
  }));

/** Where programs and temporary files are, and how text is written: nothing that could be a secret. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** The only place that names this gateway's variables. */
export function mcpGatewayConfig(environment: Environment): McpGatewayConfig {
  const programEnvironment = Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return { ...readConfig(environmentSchema, environment), programEnvironment };
}
