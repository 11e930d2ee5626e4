import { sameSecret } from '@aether/common/security';
import type { Arrival } from './arrival.ts';
import type { WebhookAuthentication } from './trigger.ts';
import { ID_HEADER, isSigned } from './webhook-signature.ts';

/** Names under which senders give each event an id of its own, first come first. */
const EVENT_IDS = ['idempotency-key', ID_HEADER, 'ce-id', 'x-github-delivery', 'x-gitlab-event-uuid'];
const MAXIMUM_ID = 200;

/** Whether the sender knows one of the secrets. */
export function isProved(
  authentication: WebhookAuthentication,
  { headers, body }: Pick<Arrival, 'headers' | 'body'>,
  secrets: readonly string[],
  now: Date,
): boolean {
  if (authentication === 'HMAC') return isSigned({ headers, body }, secrets, now);
  const bearer = /^Bearer (\S+)$/iu.exec(headers['authorization'] ?? '')?.[1] ?? '';
  return secrets.map((secret) => sameSecret(bearer, secret)).includes(true);
}

/**
 * The sender's own id of the event; null = it gave none. Of a signed request only the signed id counts: who recorded the request
 * could put another one into any other header.
 */
export function eventIdOf(
  authentication: WebhookAuthentication,
  headers: Readonly<Record<string, string>>,
): string | null {
  const names = authentication === 'HMAC' ? [ID_HEADER] : EVENT_IDS;
  const id = names.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  return id === undefined ? null : id.slice(0, MAXIMUM_ID);
}
