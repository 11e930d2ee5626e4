import { type KeyEncryptionKeyProvider, newSecret, type Vault } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import { SecretsUnavailableError } from './errors.ts';
import type { TriggerRecord, WebhookAuthentication } from './trigger.ts';
import { SECRET_PREFIX } from './webhook-signature.ts';

const PURPOSE = 'trigger';
const KEY_BYTES = 32;

export type TriggerSecretParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'> & {
  /** Null = this process opens no secrets, so it has no triggers. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

type Place = Pick<TriggerRecord, 'tenantId' | 'id'>;

/** The secrets that senders prove themselves by: shown once when they are made, sealed in the record. */
export class TriggerSecrets {
  readonly #parts: TriggerSecretParts;
  readonly #vault: Vault | null;

  constructor(parts: TriggerSecretParts) {
    this.#parts = parts;
    const { keyEncryptionKey } = parts;
    this.#vault = keyEncryptionKey === null ? null : createReadingVault(parts, keyEncryptionKey);
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
    return this.#required().seal(this.#place(trigger, version), secret);
  }

  /** All secrets that count at this moment, the newest first. */
  async open(trigger: TriggerRecord): Promise<readonly string[]> {
    const vault = this.#required();
    const { secretVersion, previousSecret, previousSecretEndsAtMs } = trigger;
    const secrets = [await vault.unseal(this.#place(trigger, secretVersion), trigger.secret)];
    if (previousSecret !== null && (previousSecretEndsAtMs ?? 0) > this.#parts.clock.now().getTime())
      secrets.push(await vault.unseal(this.#place(trigger, secretVersion - 1), previousSecret));
    return secrets;
  }

  #place({ tenantId, id }: Place, version: number) {
    return { tenantId, recordId: id, version, purpose: PURPOSE };
  }

  #required(): Vault {
    if (this.#vault === null) throw new SecretsUnavailableError();
    return this.#vault;
  }
}
