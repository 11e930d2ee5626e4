import type { KeyEncryptionKeyProvider, Vault, Viewer } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import { SealedCredentialDocument } from '@aether/schema';
import { CredentialUnreadableError } from '../errors.ts';

/** What a credential must have been stored for. */
const PURPOSE = 'model-provider';

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
    if (this.#vault === null) throw new CredentialUnreadableError(provider);
    const { sealedCredential } = await this.#parts.operations.call(
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
      return await this.#vault.unseal(place, sealedCredential.sealed);
    } catch (error) {
      throw new CredentialUnreadableError(provider, error);
    }
  }

  /** Reads data keys from identity; sealing is identity's alone. */
}
