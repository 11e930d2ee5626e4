import type { DomainEvent } from '@aether/common/graph';
import type { AuditFacts, DomainEventType } from '@aether/schema';
import type { Cause } from './cause.ts';

/** Event → what the audit log calls it. */
const AUDIT = {
  'tenant-created': ['tenant.create', 'Tenant'],
  'signed-in': ['user.sign-in', 'User'],
  'sign-in-failed': ['user.fail-sign-in', 'User'],
  'signed-out': ['user.sign-out', 'User'],
  'session-revoked': ['session.revoke', 'Session'],
  'user-invited': ['user.invite', 'User'],
  'user-updated': ['user.update', 'User'],
  'user-deactivated': ['user.deactivate', 'User'],
  'department-created': ['department.create', 'Department'],
  'department-updated': ['department.update', 'Department'],
  'department-deleted': ['department.delete', 'Department'],
  'team-created': ['team.create', 'Team'],
  'team-updated': ['team.update', 'Team'],
  'team-deleted': ['team.delete', 'Team'],
  'api-key-created': ['api-key.create', 'ApiKey'],
  'api-key-revoked': ['api-key.revoke', 'ApiKey'],
  'connected-app-created': ['connected-app.create', 'ConnectedApp'],
  'connected-app-replayed': ['connected-app.detect-replay', 'ConnectedApp'],
  'connected-app-revoked': ['connected-app.revoke', 'ConnectedApp'],
  'credential-stored': ['credential.store', 'Credential'],
  'credential-updated': ['credential.update', 'Credential'],
  'credential-rotated': ['credential.rotate', 'Credential'],
  'model-key-stored': ['model-key.store', 'ModelKey'],
  'model-key-removed': ['model-key.remove', 'ModelKey'],
  'credential-deleted': ['credential.delete', 'Credential'],
  'credential-consent-requested': ['credential.request-consent', 'Credential'],
  'credential-authorized': ['credential.authorize', 'Credential'],
  'credential-expired': ['credential.expire', 'Credential'],
} as const satisfies Record<string, readonly [action: string, objectType: string]>;

export type IdentityEventName = keyof typeof AUDIT;

export interface IdentityFacts {
  /** Id of the object. */
  readonly subject: string;
  /** What it was and what it is now; never a secret, nor a hash of one. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** What other services have to know. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Something that happened in this service, as an outbox event with its audit facts. */
export function identityEvent(
  cause: Cause,
  name: IdentityEventName,
  { subject, before, after, data }: IdentityFacts,
): DomainEvent {
  const type: DomainEventType = `aether.identity.${name}`;
  const [action, objectType] = AUDIT[name];
  const audit: AuditFacts = { action, objectType, before, after, ipAddress: cause.ipAddress };
  return { type, subject, data: { ...data, audit }, actorId: cause.actorId, requestId: cause.requestId };
}

/** What a person may do or see has changed: whoever remembers it must ask again. */
export function accessChanged(cause: Cause, userId: string): DomainEvent {
  const type: DomainEventType = 'aether.identity.access-changed';
  return { type, subject: userId, data: { userId }, actorId: cause.actorId, requestId: cause.requestId };
}
