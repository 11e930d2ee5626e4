import { isForServer, type KeyEncryptionKeyProvider, serviceViewer, type Vault } from '@aether/common/security';
import { createReadingVault, PlatformError, type ServiceParts } from '@aether/common/service';
import { AskForScopesDocument, SealedCredentialDocument } from '@aether/schema';
import {
  CredentialScopeError,
  CredentialUnreadableError,
  ToolNeedsAuthError,
  ToolServerUnavailableError,
} from './errors.ts';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'> & {
  /** Null = this installation opens no sealed credentials. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

/** Which credential, and what uses it. */
export interface CredentialUse {
  readonly tenantId: string;
  readonly credentialId: string;
  readonly serverId: string;
  readonly serverSlug: string;
  readonly serverUrl: string;
}

export interface OpenedCredential {
  /** How it is sent depends on it. */
  readonly kind: string;
  readonly secret: string;
  /** When the server refuses the secret, this version of it was refused. */
  readonly version: number;
  /** Another one can be had without a person. */
  readonly isRenewable: boolean;
  /** The server wants these, too. @returns those of them that a sign-in may still bring */
  readonly askForScopes: (scopes: readonly string[]) => Promise<readonly string[]>;
}

/** Opens the sealed credentials of tool servers, at the moment of a request. Plaintext is never kept, logged or sent on. */
export class Credentials {
  readonly #parts: CredentialParts;
  readonly #vault: Vault | null;

  constructor(parts: CredentialParts) {
    this.#parts = parts;
    const { keyEncryptionKey } = parts;
    this.#vault = keyEncryptionKey === null ? null : createReadingVault(parts, keyEncryptionKey);
  }

  /**
   * @param refusedVersion the server did not take the secret of this version
   * @throws CredentialUnreadableError, CredentialScopeError
   * @throws ToolNeedsAuthError when only a person can get a secret
   */
  async open(use: CredentialUse, refusedVersion: number | null): Promise<OpenedCredential> {
    const { tenantId, serverId, serverSlug } = use;
    if (this.#vault === null) throw new CredentialUnreadableError(serverSlug);
    // Identity notes the use under this name, so that people see where a credential goes.
    const purpose = `ToolServer:${serverId}:${serverSlug}`;
    const found = await this.#read(use, purpose, refusedVersion);
    if (found === null) throw new CredentialUnreadableError(serverSlug);
    const { id, kind, version, scopes, resource = null, sealed } = found;
    const isRenewable = kind === 'OAUTH2';
    // A token is good for the server that it was granted for; sent elsewhere, it would be given away.
    if (isRenewable && !scopes.includes(URL.parse(use.serverUrl)?.host ?? ''))
      throw new CredentialScopeError(serverSlug, scopes);
    if (resource !== null && !(URL.canParse(use.serverUrl) && isForServer(resource, use.serverUrl)))
      throw new CredentialScopeError(serverSlug, [resource]);
    try {
      const secret = await this.#vault.unseal({ tenantId, recordId: id, version, purpose }, sealed);
      const askForScopes = (wanted: readonly string[]) => this.#askForScopes(use, wanted);
      return { kind, secret, version, isRenewable, askForScopes };
    } catch (error) {
      throw new CredentialUnreadableError(serverSlug, error);
    }
  }

  async #askForScopes({ tenantId, credentialId, serverSlug }: CredentialUse, scopes: readonly string[]) {
    try {
      const { askForScopes } = await this.#parts.operations.call(
        AskForScopesDocument,
        { input: { credentialId, scopes: [...scopes] } },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      return askForScopes.askedScopes;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      throw new ToolServerUnavailableError(serverSlug, `its credential cannot be had: ${error.message}`, error);
    }
  }

  async #read({ tenantId, credentialId, serverSlug }: CredentialUse, purpose: string, refusedVersion: number | null) {
    try {
      const { sealedCredential } = await this.#parts.operations.call(
        SealedCredentialDocument,
        { id: credentialId, purpose, refusedVersion },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      return sealedCredential ?? null;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.code === 'NEEDS_AUTH') throw new ToolNeedsAuthError(serverSlug, error);
      // Nothing was sent to the server: whoever calls may try again.
      throw new ToolServerUnavailableError(serverSlug, `its credential cannot be had: ${error.message}`, error);
    }
  }
}
