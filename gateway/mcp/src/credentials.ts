import { createVault, type KeyEncryptionKeyProvider } from '@aether/common/security';
import type { ServiceParts } from '@aether/common/service';
import { SealedCredentialDocument, VaultKeyDocument } from '@aether/schema';
import { CredentialUnreadableError } from './errors.ts';
import { serviceViewer } from './service-viewer.ts';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'ids' | 'random' | 'clock'> & {
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

  constructor(parts: CredentialParts) {
    this.#parts = parts;
  }

  /** @throws CredentialUnreadableError */
  async open({ tenantId, credentialId, serverId, serverSlug }: CredentialUse): Promise<string> {
    const { operations, keyEncryptionKey } = this.#parts;
    if (keyEncryptionKey === null) throw new CredentialUnreadableError(serverSlug);
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
      return await this.#vaultOf(tenantId, keyEncryptionKey).unseal(place, sealedCredential.sealed);
    } catch (error) {
      throw new CredentialUnreadableError(serverSlug, error);
    }
  }

  /** Reads data keys from identity; sealing is identity's alone. */
  #vaultOf(tenantId: string, keyEncryptionKey: KeyEncryptionKeyProvider) {
    const { operations, ids, random, clock } = this.#parts;
    const byId = async (id: string | null) => {
      const { vaultKey } = await operations.call(VaultKeyDocument, { id }, { onBehalfOf: serviceViewer(tenantId) });
      return vaultKey === null ? null : { dataKeyId: vaultKey.id, wrapped: vaultKey.wrappedKey };
    };
    return createVault({
      keyEncryptionKey,
      store: {
        byId: (_tenantId, dataKeyId) => byId(dataKeyId),
        current: () => byId(null),
        insertFirst: () => Promise.reject(new Error('Only identity makes data keys.')),
      },
      newDataKeyId: () => ids('vky'),
      random,
      monotonicMs: () => clock.monotonicMs(),
    });
  }
}
