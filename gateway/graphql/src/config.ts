import { type Environment, publicUrl, readConfig } from '@aether/common/service';
import { z } from 'zod';

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const environmentSchema = z
  .object({
    /** Where clients reach this installation: the address that their access tokens are for. */
    AETHER_PUBLIC_URL: publicUrl.default('http://localhost:8080'),
    GRAPHQL_HOST: z.string().default('127.0.0.1'),
    GRAPHQL_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    /** Origins beside our own that may open sockets and send cookies, comma separated. */
    GRAPHQL_ALLOWED_ORIGINS: z.string().default(''),
    /** Addresses of reverse proxies, comma separated (IP or CIDR): only behind these is `x-forwarded-for` believed. */
    GRAPHQL_TRUSTED_PROXIES: z.string().default(''),
    /** Sessions may send open documents and read the schema; never in production. */
    GRAPHQL_DEVELOPMENT: z.stringbool().default(false),
    GRAPHQL_MAXIMUM_DEPTH: z.coerce.number().int().min(1).default(12),
    GRAPHQL_MAXIMUM_ALIASES: z.coerce.number().int().min(0).default(30),
    GRAPHQL_MAXIMUM_DIRECTIVES: z.coerce.number().int().min(0).default(20),
    GRAPHQL_MAXIMUM_TOKENS: z.coerce.number().int().min(10).default(2_000),
    GRAPHQL_MAXIMUM_COST: z.coerce.number().int().min(1).default(50_000),
    GRAPHQL_MAXIMUM_BODY_BYTES: z.coerce
      .number()
      .int()
      .min(1_024)
      .default(512 * 1_024),
  })
  .transform((variables) => ({
    publicUrl: variables.AETHER_PUBLIC_URL,
    host: variables.GRAPHQL_HOST,
    port: variables.GRAPHQL_PORT,
    allowedOrigins: listOf(variables.GRAPHQL_ALLOWED_ORIGINS),
    trustedProxies: listOf(variables.GRAPHQL_TRUSTED_PROXIES),
    development: variables.GRAPHQL_DEVELOPMENT,
    limits: {
      depth: variables.GRAPHQL_MAXIMUM_DEPTH,
      aliases: variables.GRAPHQL_MAXIMUM_ALIASES,
      directives: variables.GRAPHQL_MAXIMUM_DIRECTIVES,
      tokens: variables.GRAPHQL_MAXIMUM_TOKENS,
      cost: variables.GRAPHQL_MAXIMUM_COST,
      bodyBytes: variables.GRAPHQL_MAXIMUM_BODY_BYTES,
    },
  }));

export type GraphqlGatewayConfig = z.infer<typeof environmentSchema>;
export type DocumentLimits = GraphqlGatewayConfig['limits'];

export function graphqlGatewayConfig(environment: Environment): GraphqlGatewayConfig {
  return readConfig(environmentSchema, environment);
}
