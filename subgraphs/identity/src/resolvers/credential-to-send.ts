import type { IdentityParts } from '../context.ts';
import { statusOf } from '../credential.ts';
import type { SealedRecord } from '../db/credential-store.ts';
import { STORED } from '../vault-places.ts';

export interface CredentialToSend {
  readonly version: number;
  readonly plaintext: string;
  /** Of the only server that it may be sent to; null = its scopes say where. */
  readonly resource: string | null;
}

/**
 * What is sent: of OAUTH2 an access token that is still good, never what renews it. Null = the credential is not in use.
 * @param refusedVersion of OAUTH2: the token of this version was refused, so another one is wanted
 * @throws NeedsAuthError when only a person can get a token
 */
export async function credentialToSend(
  { vault, clock, accessTokens }: Pick<IdentityParts, 'vault' | 'clock' | 'accessTokens'>,
  tenantId: string,
  found: SealedRecord,
  refusedVersion: number | null,
): Promise<CredentialToSend | null> {
  const { id, kind, version, address } = found.credential;
  const status = statusOf(found.credential, clock.now());
  if (kind === 'OAUTH2' && status !== 'REVOKED') {
    const { token, version: current, resource } = await accessTokens.of(tenantId, found, refusedVersion);
    return { version: current, plaintext: token, resource };
  }
  if (status !== 'ACTIVE') return null;
  const plaintext = await vault.unseal({ tenantId, recordId: id, version, purpose: STORED }, found.sealed);
  return { version, plaintext, resource: address };
}
