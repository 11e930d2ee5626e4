import {
  isForServer,
  type KeyEncryptionKeyProvider,
  serviceViewer,
  type Vault,
  type Viewer,
} from '@aether/common/security';
import { createReadingVault, PlatformError, type ServiceParts } from '@aether/common/service';
import {
  AskForScopesDocument,
  SealedCredentialDocument,
  type SealedCredentialQuery,
  SealedOwnCredentialDocument,
} from '@aether/schema';
import {
  CredentialScopeError,
  CredentialUnreadableError,
  ToolCredentialUnavailableError,
  ToolNeedsAuthError,
  ToolNeedsOwnAccountError,
} from './errors.ts';

export type CredentialParts = Pick<ServiceParts, 'operations' | 'random' | 'clock'> & {
  /** Null = this installation opens no sealed credentials. */
  readonly keyEncryptionKey: KeyEncryptionKeyProvider | null;
};

/** What uses a credential, and where it is sent. */
export interface ServerUse {
  readonly tenantId: string;
  readonly serverId: string;
  readonly serverSlug: string;
  readonly serverUrl: string;
}

/** An own account is connected at the server's address, where requests may go to other ones of its host. */
export interface OwnAccountUse extends ServerUse {
  /** Of the server. */
  readonly address: string;
}

/** Which credential, and what uses it. */
export interface CredentialUse extends ServerUse {
  readonly credentialId: string;
}

export interface OpenedCredential {
  /** How it is sent depends on it. */
  readonly kind: string;
  readonly secret: string;
  /** When the server refuses the secret, this version of it was refused. */
  readonly version: number;
  /** Another one can be had without a person. */
  readonly isRenewable: boolean;
  /** Of the person who calls, in place of one that everybody's calls are made with. */
  readonly isOwn: boolean;
  /** The server wants these, too. @returns those of them that a sign-in may still bring */
  readonly askForScopes: (scopes: readonly string[]) => Promise<readonly string[]>;
}

/** Under which identity seals a person's own account. */
const OWN_ACCOUNT = 'own-account';

type Sealed = NonNullable<SealedCredentialQuery['sealedCredential']>;

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
    const { tenantId, credentialId, serverId, serverSlug } = use;
    // Identity notes the use under this name, so that people see where a credential goes.
    const purpose = `ToolServer:${serverId}:${serverSlug}`;
    const found = await this.#read(serverSlug, async () => {
      const read = await this.#parts.operations.call(
        SealedCredentialDocument,
        { id: credentialId, purpose, refusedVersion },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      return read.sealedCredential ?? null;
    });
    if (found === null) throw new CredentialUnreadableError(serverSlug);
    return { ...(await this.#opened(use, found, purpose)), isOwn: false };
  }

  /**
   * The account of the person who calls. What was stored for another address than the server has now is not sent there: the person connects
   * anew, after a look at where it goes.
   * @param person taken from the request, never from what somebody names
   * @throws CredentialUnreadableError
   * @throws ToolNeedsOwnAccountError when the person has none that is good for the server's address
   * @throws CredentialScopeError when it is, and not for that of this request
   */
  async openOwn(person: Viewer, use: OwnAccountUse, refusedVersion: number | null): Promise<OpenedCredential> {
    const { serverId, serverSlug, address } = use;
    const found = await this.#read(serverSlug, async () => {
      const read = await this.#parts.operations.call(
        SealedOwnCredentialDocument,
        { toolServerId: serverId, refusedVersion },
        { onBehalfOf: person },
      );
      return read.sealedOwnCredential ?? null;
    }).catch((error: unknown) => {
      throw error instanceof ToolNeedsAuthError ? new ToolNeedsOwnAccountError(serverSlug, error) : error;
    });
    // Of no address in particular it is not known where it may go.
    if (found === null || found.resource == null || !isGranted(found, address))
      throw new ToolNeedsOwnAccountError(serverSlug);
    return { ...(await this.#opened(use, found, OWN_ACCOUNT)), isOwn: true };
  }

  async #opened(use: ServerUse, found: Sealed, purpose: string): Promise<Omit<OpenedCredential, 'isOwn'>> {
    const { tenantId, serverSlug } = use;
    if (this.#vault === null) throw new CredentialUnreadableError(serverSlug);
    const { id, kind, version, scopes, resource = null, sealed } = found;
    if (!isGranted(found, use.serverUrl))
      throw new CredentialScopeError(serverSlug, resource === null ? scopes : [resource]);
    try {
      const secret = await this.#vault.unseal({ tenantId, recordId: id, version, purpose }, sealed);
      const askForScopes = (wanted: readonly string[]) => this.#askForScopes(use, id, wanted);
      return { kind, secret, version, isRenewable: isToken(found), askForScopes };
    } catch (error) {
      throw new CredentialUnreadableError(serverSlug, error);
    }
  }

  async #askForScopes({ tenantId, serverSlug }: ServerUse, credentialId: string, scopes: readonly string[]) {
    try {
      const { askForScopes } = await this.#parts.operations.call(
        AskForScopesDocument,
        { input: { credentialId, scopes: [...scopes] } },
        { onBehalfOf: serviceViewer(tenantId) },
      );
      return askForScopes.askedScopes;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      throw new ToolCredentialUnavailableError(serverSlug, error);
    }
  }

  async #read(serverSlug: string, read: () => Promise<Sealed | null>): Promise<Sealed | null> {
    if (this.#vault === null) throw new CredentialUnreadableError(serverSlug);
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.code === 'NEEDS_AUTH') throw new ToolNeedsAuthError(serverSlug, error);
      // Nothing was sent to the server: whoever calls may try again.
      throw new ToolCredentialUnavailableError(serverSlug, error);
    }
  }
}

function isToken({ kind }: Sealed): boolean {
  return kind === 'OAUTH2';
}

/** A token is good for the server that it was granted for; sent elsewhere, it would be given away. */
function isGranted(found: Sealed, url: string): boolean {
  if (isToken(found) && !found.scopes.includes(URL.parse(url)?.host ?? '')) return false;
  return found.resource == null || (URL.canParse(url) && isForServer(found.resource, url));
}
