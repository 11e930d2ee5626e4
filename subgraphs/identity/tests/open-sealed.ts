import { createVault, LocalKeyEncryptionKey, type Viewer } from '@aether/common/security';
import { executeAs } from '@aether/test-support';
import { type IdentityFixture, TEST_CONFIG } from './identity-fixture.ts';

export interface Sealed {
  readonly version: number;
  readonly vaultKeyId: string;
  readonly sealed: string;
  /** Where it is asked for. */
  readonly resource?: string | null;
}

/** As a gateway opens it: with the key-encryption key, and the data key that identity gives. */
export async function openSealed(
  identity: Pick<IdentityFixture, 'service' | 'parts'>,
  viewer: Viewer,
  { id, purpose, sealed }: { readonly id: string; readonly purpose: string; readonly sealed: Sealed },
): Promise<string> {
  const { random, ids } = identity.parts;
  const byId = async (_tenantId: string, dataKeyId: string) => {
    const { data } = await executeAs<{ vaultKey: { id: string; wrappedKey: string } | null }>(
      identity.service,
      viewer,
      'query ($id: ID) { vaultKey(id: $id) { id version wrappedKey algorithm createdAt retiredAt } }',
      { id: dataKeyId },
      { caller: 'llm-gateway' },
    );
    return data.vaultKey === null ? null : { dataKeyId: data.vaultKey.id, wrapped: data.vaultKey.wrappedKey };
  };
  const vault = createVault({
    keyEncryptionKey: new LocalKeyEncryptionKey({ secret: TEST_CONFIG.vaultKey, random }),
    store: { byId, current: async () => null, insertFirst: () => Promise.reject(new Error('not here')) },
    newDataKeyId: () => ids('vky'),
    random,
    monotonicMs: () => performance.now(),
  });
  return vault.unseal({ tenantId: viewer.tenantId, recordId: id, version: sealed.version, purpose }, sealed.sealed);
}
