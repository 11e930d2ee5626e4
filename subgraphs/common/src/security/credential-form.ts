import { z } from 'zod';

/** How a secret is sent in a request. */
export interface CredentialForm {
  readonly header: string;
  readonly value: string;
  /** In each form that an answer might repeat. */
  readonly secrets: readonly string[];
}

const basic = z.object({ username: z.string(), password: z.string() });

/**
 * How a secret of a kind of credential is sent; null = it is not, or it does not hold what its kind says.
 * @param apiKeyHeader of kind API_KEY, whose header differs from system to system
 */
export function credentialForm(kind: string, secret: string, apiKeyHeader = 'x-api-key'): CredentialForm | null {
  if (kind === 'BEARER' || kind === 'OAUTH2')
    return { header: 'authorization', value: `Bearer ${secret}`, secrets: [secret] };
  if (kind === 'API_KEY') return { header: apiKeyHeader, value: secret, secrets: [secret] };
  if (kind !== 'BASIC') return null;
  const { data } = basic.safeParse(jsonOf(secret));
  if (data === undefined) return null;
  const { username, password } = data;
  const encoded = Buffer.from(`${username}:${password}`).toString('base64');
  return { header: 'authorization', value: `Basic ${encoded}`, secrets: [encoded, password] };
}

/** The error of the platform shows what it could not parse. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
