import type { Vault } from '@aether/common/security';
import { type Clock, type InternalOperations, type RequestContext, requireViewer } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { Authenticator } from './access/authenticator.ts';
import type { SignInLinks } from './access/sign-in-links.ts';
import type { Consents } from './authorization-server/consents.ts';
import type { Cause } from './cause.ts';
import type { ApiKeyStore } from './db/api-key-store.ts';
import type { ConnectedAppStore } from './db/connected-app-store.ts';
import type { AuditStore } from './db/audit-store.ts';
import type { CredentialStore } from './db/credential-store.ts';
import type { GrantStore } from './db/grant-store.ts';
import type { GroupWriter } from './db/group-writer.ts';
import type { IdentityChanges } from './db/identity-changes.ts';
import type { ModelKeyStore } from './db/model-key-store.ts';
import type { PeopleReader } from './db/people-reader.ts';
import type { SessionStore } from './db/session-store.ts';
import type { TenantStore } from './db/tenant-store.ts';
import type { UseRecorder } from './db/use-recorder.ts';
import type { UserWriter } from './db/user-writer.ts';
import type { VaultKeyStore } from './db/vault-key-store.ts';
import type { AccessTokens } from './oauth/access-tokens.ts';
import type { OAuthClient } from './oauth/oauth-client.ts';

/** What one process of this service holds. */
export interface IdentityParts {
  readonly tenants: TenantStore;
  readonly people: PeopleReader;
  readonly users: UserWriter;
  readonly groups: GroupWriter;
  readonly sessions: SessionStore;
  readonly apiKeys: ApiKeyStore;
  readonly connectedApps: ConnectedAppStore;
  readonly consents: Consents;
  readonly credentials: CredentialStore;
  readonly modelKeys: ModelKeyStore;
  readonly vaultKeys: VaultKeyStore;
  readonly vault: Vault;
  readonly grants: GrantStore;
  readonly oauth: OAuthClient;
  readonly accessTokens: AccessTokens;
  readonly audit: AuditStore;
  readonly changes: IdentityChanges;
  readonly uses: UseRecorder;
  readonly authenticator: Authenticator;
  readonly signInLinks: SignInLinks;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly tokenPepper: Uint8Array;
  readonly publicUrl: string;
  readonly operations: InternalOperations;
}

export interface IdentityContext extends RequestContext {
  readonly parts: IdentityParts;
}

/** @throws UnauthenticatedError when nobody is signed in */
export function causeOf(context: IdentityContext): Cause {
  const { tenantId, userId, serviceAccountId } = requireViewer(context);
  return { tenantId, actorId: userId ?? serviceAccountId, requestId: context.requestId, ipAddress: null };
}
