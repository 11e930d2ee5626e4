import { createHmac } from 'node:crypto';
import { sameSecret } from '@aether/common/security';

// Standard Webhooks 1.0: HMAC-SHA-256 over "<id>.<timestamp>.<body>", base64, as "v1,<signature>"; several, separated by
// spaces, while a secret is rotated. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
export const ID_HEADER = 'webhook-id';
export const TIMESTAMP_HEADER = 'webhook-timestamp';
export const SIGNATURE_HEADER = 'webhook-signature';

/** A secret in the form that libraries of the standard take; the key is the base64 behind the prefix. */
export const SECRET_PREFIX = 'whsec_';

/** Older or younger requests are refused: who recorded one cannot send it again later. Within it the id is a duplicate. */
export const TOLERANCE_S = 300;

export function signatureOf(
  secret: string,
  { id, timestamp, body }: { readonly id: string; readonly timestamp: string; readonly body: string },
): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Whether one of the secrets signed the request, not long ago. Takes the same steps whatever is wrong. */
export function isSigned(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  secrets: readonly string[],
  now: Date,
): boolean {
  const id = headers[ID_HEADER] ?? '';
  const timestamp = headers[TIMESTAMP_HEADER] ?? '';
  const given = (headers[SIGNATURE_HEADER] ?? '').split(' ');
  const expected = secrets.map((secret) => signatureOf(secret, { id, timestamp, body }));
  const isKnown = expected.flatMap((right) => given.map((one) => sameSecret(one, right))).includes(true);
  const ageS = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  return isKnown && id !== '' && /^\d+$/u.test(timestamp) && ageS <= TOLERANCE_S;
}
