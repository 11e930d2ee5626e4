import { ValidationError } from '@aether/common/service';
import { z } from 'zod';
import type { CredentialKind } from './credential.ts';

const secret = z.string().min(1).max(20_000);
const pem = z
  .string()
  .max(100_000)
  .regex(/-----BEGIN [A-Z ]+-----/, 'expected PEM text');

/** What a value of each kind must hold. Kinds with one secret also take it as plain text. */
const SHAPES = {
  API_KEY: z.strictObject({ key: secret }),
  BEARER: z.strictObject({ token: secret }),
  HMAC: z.strictObject({ secret }),
  BASIC: z.strictObject({ username: z.string().min(1).max(500), password: secret }),
  OAUTH2: z.strictObject({
    clientId: z.string().min(1).max(500),
    clientSecret: secret.optional(),
    refreshToken: secret.optional(),
    tokenUrl: z.url().optional(),
    scope: z.string().optional(),
  }),
  MTLS: z.strictObject({ certificate: pem, privateKey: pem, authority: pem.optional() }),
} as const satisfies Record<CredentialKind, z.ZodType>;

const ONE_SECRET: Readonly<Partial<Record<CredentialKind, string>>> = {
  API_KEY: 'key',
  BEARER: 'token',
  HMAC: 'secret',
};

export interface CredentialValue {
  /** What is sealed: the secret itself for kinds with one secret, else JSON text. */
  readonly plaintext: string;
  /** To recognize it; null for values too short to tell anything of, and for certificates. */
  readonly lastFour: string | null;
}

const SHORTEST_TO_SHOW = 12;

/** @throws ValidationError that names the member and never repeats a value */
export function parseCredentialValue(kind: CredentialKind, value: unknown): CredentialValue {
  const member = ONE_SECRET[kind];
  const input = member !== undefined && typeof value === 'string' ? { [member]: value } : value;
  const result = SHAPES[kind].safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0];
    const path = ['value', ...(issue?.path.map(String) ?? [])];
    throw new ValidationError(
      path,
      `a value of kind ${kind}: { ${Object.keys(SHAPES[kind].shape).join(', ')} }`,
      issue?.code ?? 'something else',
    );
  }
  const members: Readonly<Record<string, string | undefined>> = result.data;
  const shown = members[member ?? (kind === 'BASIC' ? 'password' : 'clientSecret')];
  return {
    plaintext: member === undefined ? JSON.stringify(result.data) : (members[member] ?? ''),
    lastFour: shown === undefined || shown.length < SHORTEST_TO_SHOW ? null : shown.slice(-4),
  };
}
