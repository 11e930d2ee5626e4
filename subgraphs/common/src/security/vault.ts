import { seal } from './seal.ts';
import { dataKeyIdOf, unseal } from './unseal.ts';
import { DataKeys, type DataKeysOptions } from './vault-data-keys.ts';

/** What a sealed secret belongs to. It opens for exactly this and nothing else. */
export interface SecretPlace {
  readonly tenantId: string;
  /** Id of the record that holds it. */
  readonly recordId: string;
  /** Number of this value of the record; an older value put back does not open. */
  readonly version: number;
  /** What it may be used for, such as `model-provider`. */
  readonly purpose: string;
}

export interface Vault {
  seal(place: SecretPlace, plaintext: string): Promise<string>;
  /** @throws UnsealError */
  unseal(place: SecretPlace, sealed: string): Promise<string>;
  /** Id of the data key that seals a tenant's new secrets; it is made when there is none. */
  currentKeyId(tenantId: string): Promise<string>;
}

/** Seals secrets with the data key of their tenant. Nothing here is logged, and errors carry no text of a secret. */
export function createVault(options: DataKeysOptions): Vault {
  const dataKeys = new DataKeys(options);
  return {
    async seal(place, plaintext) {
      const { dataKeyId, key } = await dataKeys.current(place.tenantId);
      return seal({ plaintext, dataKey: key, dataKeyId, associatedData: associatedDataOf(place) }, options.random);
    },
    async unseal(place, sealed) {
      const { key } = await dataKeys.byId(place.tenantId, dataKeyIdOf(sealed));
      return Buffer.from(unseal({ sealed, dataKey: key, associatedData: associatedDataOf(place) })).toString('utf8');
    },
    async currentKeyId(tenantId) {
      return (await dataKeys.current(tenantId)).dataKeyId;
    },
  };
}

function associatedDataOf({ tenantId, recordId, version, purpose }: SecretPlace): string {
  const parts = [tenantId, recordId, String(version), purpose];
  // Or two places could read the same.
  if (parts.some((part) => part === '' || part.includes('|')))
    throw new RangeError('A place of a secret has no empty part and no "|".');
  return parts.join('|');
}
