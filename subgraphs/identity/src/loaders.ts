import type { Viewer } from '@aether/common/security';
import type { ApiKeyRecord } from './api-key.ts';
import type { AuditRecord } from './audit-chain.ts';
import type { IdentityContext } from './context.ts';
import type { CredentialRecord, CredentialUseRecord } from './credential.ts';
import type { DepartmentRecord } from './department.ts';
import type { TeamRecord } from './team.ts';
import type { UserRecord } from './user.ts';

/** Loads with all other fields of the request that ask in the same tick; nobody signed in sees nothing. */
function load<Value>(
  context: IdentityContext,
  key: string,
  kind: {
    readonly name: string;
    readonly nothing: Value;
    readonly read: (viewer: Viewer, keys: readonly string[]) => Promise<readonly Value[]>;
  },
): Promise<Value> {
  const { viewer } = context;
  if (viewer === null) return Promise.resolve(kind.nothing);
  return context.loaders.loader<string, Value>(kind.name, (keys) => kind.read(viewer, keys)).load(key);
}

/** One object per id, or null where it is unknown, of another tenant, or not visible. */
function loadOne<Value extends { readonly id: string }>(
  context: IdentityContext,
  id: string,
  name: string,
  read: (viewer: Viewer, ids: readonly string[]) => Promise<readonly Value[]>,
): Promise<Value | null> {
  return load<Value | null>(context, id, {
    name,
    nothing: null,
    read: async (viewer, ids) => {
      const byId = new Map((await read(viewer, ids)).map((value) => [value.id, value]));
      return ids.map((wanted) => byId.get(wanted) ?? null);
    },
  });
}

export function loadUser(context: IdentityContext, id: string): Promise<UserRecord | null> {
  return loadOne(context, id, 'user', (viewer, ids) => context.parts.people.usersByIds(viewer.tenantId, ids));
}

export function loadDepartment(context: IdentityContext, id: string): Promise<DepartmentRecord | null> {
  return loadOne(context, id, 'department', (viewer, ids) =>
    context.parts.people.departmentsByIds(viewer.tenantId, ids),
  );
}

export function loadTeam(context: IdentityContext, id: string): Promise<TeamRecord | null> {
  return loadOne(context, id, 'team', (viewer, ids) => context.parts.people.teamsByIds(viewer.tenantId, ids));
}

/** A key of the viewer; of everybody for those who manage keys. */
export function loadApiKey(context: IdentityContext, id: string): Promise<ApiKeyRecord | null> {
  return loadOne(context, id, 'api-key', (viewer, ids) => {
    const userId = viewer.permissions.includes('api-key:manage') ? null : viewer.userId;
    return context.parts.apiKeys.byIds(viewer.tenantId, userId, ids);
  });
}

/** A credential that the viewer sees. */
export function loadCredential(context: IdentityContext, id: string): Promise<CredentialRecord | null> {
  return loadOne(context, id, 'credential', (viewer, ids) => context.parts.credentials.byIds(viewer, ids));
}

export function loadAuditEvent(context: IdentityContext, id: string): Promise<AuditRecord | null> {
  return loadOne(context, id, 'audit-event', (viewer, ids) => context.parts.audit.byIds(viewer.tenantId, ids));
}

export function loadTeamsOf(context: IdentityContext, userId: string): Promise<readonly TeamRecord[]> {
  return load<readonly TeamRecord[]>(context, userId, {
    name: 'teams-of-user',
    nothing: [],
    read: async (viewer, ids) => {
      const rows = await context.parts.people.teamsOfUsers(viewer.tenantId, ids);
      return ids.map((id) => rows.filter((row) => row.userId === id).map((row) => row.team));
    },
  });
}

/** Of a credential that was found before. */
export function loadUsesOf(context: IdentityContext, credentialId: string): Promise<readonly CredentialUseRecord[]> {
  return load<readonly CredentialUseRecord[]>(context, credentialId, {
    name: 'uses-of-credential',
    nothing: [],
    read: async (viewer, ids) => {
      const uses = await context.parts.credentials.usesOf(viewer.tenantId, ids);
      return ids.map((id) => uses.filter((use) => use.credentialId === id));
    },
  });
}
