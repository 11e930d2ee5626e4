import { VaultKeyDocument } from '@aether/schema';
import type { KeyEncryptionKeyProvider } from '../security/key-encryption-key.ts';
import { serviceViewer } from '../security/service-viewer.ts';
import { createVault, type Vault } from '../security/vault.ts';
import type { ServiceParts } from './service-parts.ts';

/**
 * A vault of a service that does not own data keys: it asks identity for them. One serves all tenants; keys are kept by tenant, for five
 * minutes.
 */
export function createReadingVault(
  parts: Pick<ServiceParts, 'operations' | 'random' | 'clock'>,
  keyEncryptionKey: KeyEncryptionKeyProvider,
): Vault {
  const { operations, random, clock } = parts;
  const keyOf = async (tenantId: string, id: string | null) => {
    const { vaultKey } = await operations.call(VaultKeyDocument, { id }, { onBehalfOf: serviceViewer(tenantId) });
    return vaultKey === null ? null : { dataKeyId: vaultKey.id, wrapped: vaultKey.wrappedKey };
  };
  const refuse = (): never => {
    throw new Error('Only identity makes data keys.');
  };
  return createVault({
    keyEncryptionKey,
    store: { byId: keyOf, current: (tenantId) => keyOf(tenantId, null), insertFirst: async () => refuse() },
    newDataKeyId: refuse,
    random,
    monotonicMs: () => clock.monotonicMs(),
  });
}
