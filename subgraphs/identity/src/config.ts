import { type Environment, publicUrl, readConfig } from '@aether/common/service';
import { z } from 'zod';
import type { SessionLifetime } from './session.ts';

export interface IdentityConfig {
  /** Where people reach this installation; links and the `Secure` attribute of the cookie follow it. */
  readonly publicUrl: string;
  /** Keys the hashes of sessions, API keys and links. */
  readonly tokenPepper: Uint8Array;
  /** Key-encryption key of the vault; the gateways that open credentials have the same one. */
  readonly vaultKey: Uint8Array;
  readonly session: SessionLifetime;
  /** How long invitations and sign-in links live. */
  readonly linkHours: number;
  /** Attempts to sign in per e-mail address in 15 minutes; five times as many per network address. */
  readonly signInAttempts: number;
  /** Origins in private networks at which people may sign in; the same that tool servers may have. */
  readonly allowedOrigins: readonly string[];
  /** What an empty installation gets at its first start. */
  readonly firstTenant: { readonly name: string; readonly ownerEmail: string; readonly ownerName: string };
}

const secret = z
  .base64('must be base64')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length >= 32, 'must hold at least 32 random bytes, as base64');
const positive = (standard: number) => z.coerce.number().int().min(1).default(standard);

const schema = z
  .object({
    AETHER_PUBLIC_URL: publicUrl.default('http://localhost:8080'),
    AETHER_VAULT_KEY: secret,
    IDENTITY_TOKEN_PEPPER: secret,
    MCP_ALLOWED_ORIGINS: z.string().default(''),
    IDENTITY_SESSION_DAYS: positive(7),
    IDENTITY_SESSION_MAXIMUM_DAYS: positive(30),
    IDENTITY_LINK_HOURS: positive(24),
    IDENTITY_SIGN_IN_ATTEMPTS: positive(10),
    IDENTITY_FIRST_TENANT: z.string().default('My organization'),
    IDENTITY_FIRST_OWNER_EMAIL: z.string().default('owner@localhost'),
    IDENTITY_FIRST_OWNER_NAME: z.string().default('Owner'),
  })
  .transform((env): IdentityConfig => ({
    publicUrl: env.AETHER_PUBLIC_URL,
    tokenPepper: env.IDENTITY_TOKEN_PEPPER,
    vaultKey: env.AETHER_VAULT_KEY,
    session: { idleDays: env.IDENTITY_SESSION_DAYS, maximumDays: env.IDENTITY_SESSION_MAXIMUM_DAYS },
    linkHours: env.IDENTITY_LINK_HOURS,
    signInAttempts: env.IDENTITY_SIGN_IN_ATTEMPTS,
    allowedOrigins: env.MCP_ALLOWED_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
    firstTenant: {
      name: env.IDENTITY_FIRST_TENANT,
      ownerEmail: env.IDENTITY_FIRST_OWNER_EMAIL,
      ownerName: env.IDENTITY_FIRST_OWNER_NAME,
    },
  }));

/** @throws ConfigError with every problem */
export function identityConfig(environment: Environment): IdentityConfig {
  return readConfig(schema, environment);
}
