import { type OperationHandlers, sealingVault } from '@aether/test-support';

export interface TestVault {
  /** For the gateway's configuration. */
  readonly vaultKey: Uint8Array;
  readonly operations: OperationHandlers;
}

export interface TestCredential {
  readonly kind: 'API_KEY' | 'BEARER' | 'OAUTH2';
  readonly version: number;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** Of the server that the token was granted for; absent = not known. */
  readonly resource?: string;
}

/**
 * Identity's part of opening a credential.
 * @param credentialOf what it holds at the moment; throws what identity would
 * @param ownOf what a person has connected for a server
 */
export function testVault(
  credentialOf: (id: string, refusedVersion: number | null) => TestCredential | Promise<TestCredential>,
  ownOf: (userId: string | null, toolServerId: string) => TestCredential | null = () => null,
): TestVault {
  const { vaultKey, vault, operations } = sealingVault();
  return {
    vaultKey,
    operations: {
      ...operations,
      async SealedCredential({ id, purpose, refusedVersion }, { onBehalfOf }) {
        const {
          secret,
          resource = null,
          ...facts
        } = await credentialOf(String(id), typeof refusedVersion === 'number' ? refusedVersion : null);
        const place = {
          tenantId: onBehalfOf?.tenantId ?? '',
          recordId: String(id),
          version: facts.version,
          purpose: String(purpose),
        };
        const sealed = await vault.seal(place, secret);
        return { sealedCredential: { id, ...facts, resource, vaultKeyId: 'vky_1', sealed, expiresAt: null } };
      },
      async SealedOwnCredential({ toolServerId }, { onBehalfOf }) {
        const own = ownOf(onBehalfOf?.userId ?? null, String(toolServerId));
        if (own === null) return { sealedOwnCredential: null };
        const { secret, resource = null, ...facts } = own;
        const id = `crd_${onBehalfOf?.userId}`;
        const place = {
          tenantId: onBehalfOf?.tenantId ?? '',
          recordId: id,
          version: facts.version,
          purpose: 'own-account',
        };
        const sealed = await vault.seal(place, secret);
        return { sealedOwnCredential: { id, ...facts, resource, vaultKeyId: 'vky_1', sealed, expiresAt: null } };
      },
    },
  };
}
