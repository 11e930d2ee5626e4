import { credentialForm, LocalKeyEncryptionKey, type Vault } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import type { EgressUse } from '@aether/runtime';
import { CredentialForHostDocument } from '@aether/schema';
import { EgressCredentialError } from './errors.ts';

type CredentialParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'>;

/** Adds the credential that an agent names to a request that leaves. The secret is never kept, logged or part of a run. */
export class EgressCredentials {
  readonly #parts: CredentialParts;
  readonly #vault: Vault | null;

  /** @param vaultKey null = this installation opens no sealed credentials */
  constructor(parts: CredentialParts, vaultKey: Uint8Array | null) {
    this.#parts = parts;
    this.#vault =
      vaultKey === null
        ? null
        : createReadingVault(parts, new LocalKeyEncryptionKey({ secret: vaultKey, random: parts.random }));
  }

  /**
   * @returns what was added, in each form that an answer might repeat
   * @throws PlatformError with code CREDENTIAL_UNREADABLE or CREDENTIAL_SCOPE
   */
  async add(
    headers: Headers,
    url: URL,
    { run, credential: name, credentialHeader }: EgressUse,
  ): Promise<readonly string[]> {
    if (name === null) return [];
    if (this.#vault === null) throw new EgressCredentialError(name, 'this installation has no vault key');
    const { tenantId, agentId, runAs, ownsAgent, executionId: requestId, traceparent } = run;
    const { credentialForHost: sealed } = await this.#parts.operations.call(
      CredentialForHostDocument,
      { name, host: url.host, agentId, ownsAgent },
      { onBehalfOf: runAs, requestId, traceparent },
    );
    if (sealed === null) {
      const reason = ownsAgent
        ? 'there is none of this name that is shared, or that belongs to the person of this run'
        : 'there is none of this name that is shared, and the person of this run does not own the agent';
      throw new EgressCredentialError(name, reason);
    }
    const { id: recordId, version, kind } = sealed;
    let secret: string;
    try {
      secret = await this.#vault.unseal({ tenantId, recordId, version, purpose: `Agent:${agentId}` }, sealed.sealed);
    } catch (error) {
      throw new EgressCredentialError(name, 'its sealed value cannot be opened', error);
    }
    // A grant of OAuth is for the server that it was made for, not for whatever address an agent names.
    const form = kind === 'OAUTH2' ? null : credentialForm(kind, secret, credentialHeader);
    if (form === null) throw new EgressCredentialError(name, `what it holds as ${kind} cannot be sent to an address`);
    try {
      headers.set(form.header, form.value);
    } catch {
      // The error of the platform shows the value.
      throw new EgressCredentialError(name, 'its value cannot be part of a header');
    }
    return form.secrets;
  }
}
