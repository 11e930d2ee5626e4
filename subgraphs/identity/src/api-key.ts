import { newSecret } from '@aether/common/security';

/** A key for API clients, as the graph keeps it: with the keyed hash of the secret, which is not here. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly userId: string;
  readonly requestsPerMinute: number | null;
  /** Of models, prompts and answers together. */
  readonly tokensPerMinute: number | null;
  /** Patterns of the models that it may use; none = all. */
  readonly models: readonly string[];
  /** Patterns of the tools that it may use at `/mcp`; none = all. */
  readonly tools: readonly string[];
  readonly createdAt: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

const MARK = 'aek_';
const PREFIX_LENGTH = 8;

/** `aek_<prefix>_<secret>`: the mark lets secret scanners find it, the prefix lets its owner recognize it. */
export function newApiKey(random: (bytes: number) => Uint8Array): { readonly token: string; readonly prefix: string } {
  const prefix = `${MARK}${newSecret(random, PREFIX_LENGTH)}`;
  return { token: `${prefix}_${newSecret(random)}`, prefix };
}

/** Neither revoked nor expired: as its secret would still be taken. */
export function isUsable(
  { revokedAt, expiresAtMs }: Pick<ApiKeyRecord, 'revokedAt' | 'expiresAtMs'>,
  now: Date,
): boolean {
  return revokedAt === null && (expiresAtMs === null || expiresAtMs > now.getTime());
}

export function isApiKey(token: string): boolean {
  return token.startsWith(MARK);
}
