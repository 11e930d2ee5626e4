import { hashToken, sameSecret } from '@aether/common/security';
import { z } from 'zod';
import type { AppClient } from './app-client.ts';
import type { ClientMetadata } from './client-metadata.ts';
import { InvalidClientMetadataError } from './errors.ts';

const MARK = 'aecl_';
const MAXIMUM_LENGTH = 2_000;
const payloadSchema = z.object({ n: z.string(), r: z.array(z.string()) });

/**
 * A client id that says itself what was registered, signed by us: anybody may register, so nothing is stored for it (RFC 7591, A.5.2).
 * @throws InvalidClientMetadataError when it would be longer than addresses are taken everywhere
 */
export function registerClient({ name, redirectUris }: ClientMetadata, pepper: Uint8Array): AppClient {
  const payload = Buffer.from(JSON.stringify({ n: name, r: redirectUris })).toString('base64url');
  const clientId = `${MARK}${payload}.${signatureOf(payload, pepper)}`;
  if (clientId.length > MAXIMUM_LENGTH)
    throw new InvalidClientMetadataError('invalid_client_metadata', 'its name and redirect addresses are too long');
  return { clientId, name, redirectUris, host: null };
}

/** Whether it is of the form of those that we give, signed or not. */
export function isRegisteredForm(clientId: string): boolean {
  return clientId.startsWith(MARK);
}

/** Null = not one of ours. */
export function registeredClient(clientId: string, pepper: Uint8Array): AppClient | null {
  if (!isRegisteredForm(clientId) || clientId.length > MAXIMUM_LENGTH) return null;
  const [payload = '', signature = '', ...rest] = clientId.slice(MARK.length).split('.');
  if (rest.length > 0 || !sameSecret(signature, signatureOf(payload, pepper))) return null;
  const { n: name, r: redirectUris } = payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return { clientId, name, redirectUris, host: null };
}

/** The prefix keeps it apart from the hashes of tokens, which have the same key. */
function signatureOf(payload: string, pepper: Uint8Array): string {
  return hashToken(`oauth client v1\n${payload}`, pepper);
}
