import { createHmac } from 'node:crypto';
import { LinkInvalidError } from './link-invalid-error.ts';
import { sameSecret } from './secrets.ts';

export interface LinkToSign {
  readonly secret: Uint8Array;
  /** The one method that the link is good for. */
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly expiresAt: Date;
  /** Facts for the receiver, signed with the rest. They are readable for everybody who has the link. */
  readonly claims?: Readonly<Record<string, string>>;
}

export interface LinkToVerify {
  readonly secret: Uint8Array;
  readonly method: string;
  /** Absolute, or path and query. */
  readonly url: string;
  readonly now: Date;
}

/** `<path>?<claims>&expires=<epoch ms>&signature=…`: lets whoever has it do one thing for a short time, without a session. */
export function signLink({ secret, method, path, expiresAt, claims = {} }: LinkToSign): string {
  if ('expires' in claims || 'signature' in claims) throw new RangeError('"expires" and "signature" are no claims.');
  const query = new URLSearchParams({ ...claims, expires: String(expiresAt.getTime()) });
  query.set('signature', signatureOf(secret, method, path, query));
  return `${path}?${query}`;
}

/** @returns the claims @throws LinkInvalidError */
export function verifyLink({ secret, method, url, now }: LinkToVerify): Readonly<Record<string, string>> {
  const { pathname, searchParams: query } = new URL(url, 'http://link');
  const signature = query.get('signature') ?? '';
  query.delete('signature');
  const isOurs = sameSecret(signature, signatureOf(secret, method, pathname, query));
  if (!isOurs || !(Number(query.get('expires')) > now.getTime())) throw new LinkInvalidError();
  query.delete('expires');
  return Object.fromEntries(query);
}

function signatureOf(secret: Uint8Array, method: string, path: string, query: URLSearchParams): string {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  return createHmac('sha256', secret).update(`link v1\n${method}\n${path}\n${sorted}`).digest('base64url');
}
