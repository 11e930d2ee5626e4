import type { Viewer } from '@aether/common/security';

export const CredentialKind = {
  API_KEY: 'API_KEY',
  BEARER: 'BEARER',
  BASIC: 'BASIC',
  OAUTH2: 'OAUTH2',
  HMAC: 'HMAC',
  MTLS: 'MTLS',
} as const;
export type CredentialKind = keyof typeof CredentialKind;

export const CredentialStatus = {
  ACTIVE: 'ACTIVE',
  AUTHORIZATION_PENDING: 'AUTHORIZATION_PENDING',
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
} as const;
export type CredentialStatus = keyof typeof CredentialStatus;

/** A secret in the vault as everybody may see it; the sealed value is read by itself. */
export interface CredentialRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: CredentialKind;
  readonly lastFour: string | null;
  readonly scopes: readonly string[];
  /** Of OAUTH2: what its server wants beyond what was granted; the next sign-in asks for both. */
  readonly askedScopes: readonly string[];
  /** Of OAUTH2: what a sign-in has asked for and not got; it is not asked for again by itself. */
  readonly refusedScopes: readonly string[];
  readonly ownerId: string;
  readonly shared: boolean;
  /** The owner's own account at this tool server: sent there alone, in their calls alone. Null = it may be bound to what an administrator names. */
  readonly toolServerId: string | null;
  /** Of an own account: where its server answered when the value was stored; it is sent nowhere else. Null = of OAUTH2, whose grant says it. */
  readonly address: string | null;
  readonly version: number;
  /** As stored; `statusOf` also knows the time. */
  readonly status: CredentialStatus;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

/** An object that reads a credential. */
export interface CredentialUseRecord {
  readonly credentialId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly name: string;
  readonly lastUsedAt: string;
}

export function statusOf(credential: CredentialRecord, now: Date): CredentialStatus {
  const isOver = credential.expiresAt !== null && Date.parse(credential.expiresAt) <= now.getTime();
  return credential.status === 'ACTIVE' && isOver ? 'EXPIRED' : credential.status;
}

/** What a statement needs to show a viewer their own credentials, the shared ones, or all. */
export function sightOf(viewer: Viewer): { readonly viewerId: string | null; readonly seesAll: boolean } {
  return { viewerId: viewer.userId, seesAll: viewer.permissions.includes('credential:manage') };
}

/** Nobody else changes what is sent in a person's name: another value would make their calls with somebody else's account. */
export function mayChange(credential: CredentialRecord, viewer: Viewer): boolean {
  if (credential.ownerId === viewer.userId) return true;
  return credential.toolServerId === null && viewer.permissions.includes('credential:manage');
}

/** An administrator may take an own account away, although nobody but its owner changes it. */
export function mayDelete(credential: CredentialRecord, viewer: Viewer): boolean {
  return credential.ownerId === viewer.userId || viewer.permissions.includes('credential:manage');
}

/** Who reads a credential, from the purpose that the service states: `<object type>:<object id>[:<name>]`. */
export function useOfPurpose(
  purpose: string,
  caller: string,
): Pick<CredentialUseRecord, 'objectType' | 'objectId' | 'name'> {
  const [objectType = '', objectId = '', ...name] = purpose.split(':');
  if (objectId === '') return { objectType: 'Service', objectId: caller, name: purpose === '' ? caller : purpose };
  return { objectType, objectId, name: name.length === 0 ? objectId : name.join(':') };
}
