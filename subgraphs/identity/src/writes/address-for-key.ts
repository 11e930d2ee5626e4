import type { ConsentServer } from './server-for-own-account.ts';

/** Where a key for a server may be sent: below its address, and of what is made of HTTP requests anywhere at its origin. */
export function addressForKey({ kind, url }: ConsentServer): string {
  return kind === 'OPENAPI' || kind === 'HTTP_ENDPOINT' ? new URL(url).origin : url;
}
