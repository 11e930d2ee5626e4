import { type KeyEncryptionKeyProvider, serviceViewer, type Vault } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import { SealedCredentialDocument } from '@aether/schema';
import { CredentialUnreadableError } from './errors.ts';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'> & {
  /** Null = this installation opens no sealed credentials. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

/** Which credential, and what uses it. */
export interface CredentialUse {
  readonly tenantId: string;
  readonly credentialId: string;
  readonly serverId: string;
  readonly serverSlug: string;
}

/** Opens the sealed credentials of tool servers, at the moment of a request. Plaintext is never kept, logged or sent on. */
export class Credentials {
  readonly #parts: CredentialParts;
  readonly #vault: Vault | null;

  constructor(parts: CredentialParts) {
    this.#parts = parts;
    const { keyEncryptionKey } = parts;
    this.#vault = keyEncryptionKey === null ? null : createReadingVault(parts, keyEncryptionKey);
  }

  /** @throws CredentialUnreadableError */
  async open({ tenantId, credentialId, serverId, serverSlug }: CredentialUse): Promise<string> {
    const { operations } = this.#parts;
    if (this.#vault === null) throw new CredentialUnreadableError(serverSlug);
    // Identity notes the use under this name, so that people see where a credential goes.
    const purpose = `ToolServer:${serverId}:${serverSlug}`;
    const { sealedCredential } = await operations.call(
      SealedCredentialDocument,
      { id: credentialId, purpose },
      { onBehalfOf: serviceViewer(tenantId) },
    );
    if (sealedCredential === null) throw new CredentialUnreadableError(serverSlug);
    const place = { tenantId, recordId: sealedCredential.id, version: sealedCredential.version, purpose };
    try {
      return await this.#vault.unseal(place, sealedCredential.sealed);
    } catch (error) {
      throw new CredentialUnreadableError(serverSlug, error);
    }
  }
}
