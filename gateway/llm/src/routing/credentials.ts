import { createVault, type KeyEncryptionKeyProvider, type Vault, type Viewer } from '@aether/common/security';
import { type InternalOperations, type ServiceParts } from '@aether/common/service';
import { SealedCredentialDocument, VaultKeyDocument } from '@aether/schema';
import { CredentialUnreadableError } from '../errors.ts';

/** What a credential must have been stored for. */
const PURPOSE = 'model-provider';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'ids' | 'random' | 'clock'> & {
  /** Null = this installation opens no sealed credentials. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

/** Opens the sealed keys of tenants' providers, at the moment of a call. Plaintext is never kept, logged or sent on. */
export class Credentials {
  readonly #parts: CredentialParts;

  constructor(parts: CredentialParts) {
    this.#parts = parts;
  }

  /** @throws CredentialUnreadableError */
  async open(provider: string, credentialId: string, viewer: Viewer): Promise<string> {
    const { operations, keyEncryptionKey } = this.#parts;
    if (keyEncryptionKey === null) throw new CredentialUnreadableError(provider);
    const { sealedCredential } = await operations.call(
      SealedCredentialDocument,
      { id: credentialId, purpose: PURPOSE },
      { onBehalfOf: viewer },
    );
    if (sealedCredential === null) throw new CredentialUnreadableError(provider);
    const place = {
      tenantId: viewer.tenantId,
      recordId: sealedCredential.id,
      version: sealedCredential.version,
      purpose: PURPOSE,
    };
    try {
      return await this.#vaultFor(viewer, operations, keyEncryptionKey).unseal(place, sealedCredential.sealed);
    } catch (error) {
      throw new CredentialUnreadableError(provider, error);
    }
  }

  /** Reads data keys from identity; sealing is identity's alone. */
  #vaultFor(viewer: Viewer, operations: InternalOperations, keyEncryptionKey: KeyEncryptionKeyProvider): Vault {
    const { ids, random, clock } = this.#parts;
    const byId = async (id: string | null) => {
      const { vaultKey } = await operations.call(VaultKeyDocument, { id }, { onBehalfOf: viewer });
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
