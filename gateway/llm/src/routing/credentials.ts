import type { KeyEncryptionKeyProvider, Vault, Viewer } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import { SealedCredentialDocument, SealedModelKeyDocument } from '@aether/schema';
import { CredentialUnreadableError, OwnKeyRefusedError } from '../errors.ts';

/** What a credential must have been stored for. */
const PURPOSE = 'model-provider';
/** What identity seals a person's own key for. */
const OWN_KEY_PURPOSE = 'own-model-key';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'> & {
  /** Null = this installation opens no sealed credentials. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

/** Opens the sealed keys of tenants' providers, at the moment of a call. Plaintext is never kept, logged or sent on. */
export class Credentials {
  readonly #parts: CredentialParts;
  readonly #vault: Vault | null;

  constructor(parts: CredentialParts) {
    this.#parts = parts;
    const { keyEncryptionKey } = parts;
    this.#vault = keyEncryptionKey === null ? null : createReadingVault(parts, keyEncryptionKey);
  }

  /** @throws CredentialUnreadableError */
  async open(provider: string, credentialId: string, viewer: Viewer): Promise<string> {
    const { sealedCredential } = await this.#parts.operations.call(
      SealedCredentialDocument,
      { id: credentialId, purpose: PURPOSE },
      { onBehalfOf: viewer },
    );
    if (sealedCredential === null) throw new CredentialUnreadableError(provider);
    return this.#unseal(provider, viewer, PURPOSE, sealedCredential);
  }

  /**
   * The viewer's own key for a provider. An administrator who changes the address must not get people's keys sent there.
   * @param address to which it is to be sent
   * @throws CredentialUnreadableError, OwnKeyRefusedError when it was removed in this moment, or stored for another address
   */
  async openOwn(provider: string, providerId: string, address: string, viewer: Viewer): Promise<string> {
    const { sealedModelKey } = await this.#parts.operations.call(
      SealedModelKeyDocument,
      { providerId },
      { onBehalfOf: viewer },
    );
    if (sealedModelKey === null) throw new OwnKeyRefusedError(provider, viewer.userId ?? '', 'was removed');
    if (sealedModelKey.address !== address)
      throw new OwnKeyRefusedError(provider, viewer.userId ?? '', 'was stored for another address of this provider');
    return this.#unseal(provider, viewer, OWN_KEY_PURPOSE, sealedModelKey);
  }

  async #unseal(
    provider: string,
    { tenantId }: Viewer,
    purpose: string,
    { id, version, sealed }: { readonly id: string; readonly version: number; readonly sealed: string },
  ): Promise<string> {
    if (this.#vault === null) throw new CredentialUnreadableError(provider);
    try {
      return await this.#vault.unseal({ tenantId, recordId: id, version, purpose }, sealed);
    } catch (error) {
      throw new CredentialUnreadableError(provider, error);
    }
  }
}
