import { createVault, type KeyEncryptionKeyProvider, newSecret, type Vault } from '@aether/common/security';
import type { ServiceParts } from '@aether/common/service';
import { VaultKeyDocument } from '@aether/schema';
import { SecretsUnavailableError } from './errors.ts';
import { tenantViewer } from './tenant-viewer.ts';
import type { TriggerRecord, WebhookAuthentication } from './trigger.ts';
import { SECRET_PREFIX } from './webhook-signature.ts';

const PURPOSE = 'trigger';
const KEY_BYTES = 32;

export type TriggerSecretParts = Pick<ServiceParts, 'operations' | 'ids' | 'random' | 'clock'> & {
  /** Null = this process opens no secrets, so it has no triggers. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

type Place = Pick<TriggerRecord, 'tenantId' | 'id'>;

/** The secrets that senders prove themselves by: shown once when they are made, sealed in the record. */
export class TriggerSecrets {
  readonly #parts: TriggerSecretParts;
  readonly #vaults = new Map<string, Vault>();

  constructor(parts: TriggerSecretParts) {
    this.#parts = parts;
  }

  /** For signatures the form that libraries of Standard Webhooks take; a bearer token is letters and digits. */
  make(authentication: WebhookAuthentication): string {
    const { random } = this.#parts;
    return authentication === 'BEARER'
      ? newSecret(random)
      : `${SECRET_PREFIX}${Buffer.from(random(KEY_BYTES)).toString('base64')}`;
  }

  /** @throws SecretsUnavailableError */
  seal(trigger: Place, version: number, secret: string): Promise<string> {
    return this.#vaultOf(trigger.tenantId).seal(this.#place(trigger, version), secret);
  }

  /** All secrets that count at this moment, the newest first. */
  async open(trigger: TriggerRecord): Promise<readonly string[]> {
    const vault = this.#vaultOf(trigger.tenantId);
    const { secretVersion, previousSecret, previousSecretEndsAtMs } = trigger;
    const secrets = [await vault.unseal(this.#place(trigger, secretVersion), trigger.secret)];
    if (previousSecret !== null && (previousSecretEndsAtMs ?? 0) > this.#parts.clock.now().getTime())
      secrets.push(await vault.unseal(this.#place(trigger, secretVersion - 1), previousSecret));
    return secrets;
  }

  #place({ tenantId, id }: Place, version: number) {
    return { tenantId, recordId: id, version, purpose: PURPOSE };
  }

  /** One for each tenant: identity answers keys to a service that acts inside the tenant. Data keys stay with identity. */
  #vaultOf(tenantId: string): Vault {
    const known = this.#vaults.get(tenantId);
    if (known !== undefined) return known;
    const { operations, keyEncryptionKey, ids, random, clock } = this.#parts;
    if (keyEncryptionKey === null) throw new SecretsUnavailableError();
    const key = async (id: string | null) => {
      const { vaultKey } = await operations.call(VaultKeyDocument, { id }, { onBehalfOf: tenantViewer(tenantId) });
      return vaultKey === null ? null : { dataKeyId: vaultKey.id, wrapped: vaultKey.wrappedKey };
    };
    const vault = createVault({
      keyEncryptionKey,
      store: {
        byId: (_tenantId, dataKeyId) => key(dataKeyId),
        current: () => key(null),
        insertFirst: () => Promise.reject(new Error('Only identity makes data keys.')),
      },
      newDataKeyId: () => ids('vky'),
      random,
      monotonicMs: () => clock.monotonicMs(),
    });
    this.#vaults.set(tenantId, vault);
    return vault;
  }
}
