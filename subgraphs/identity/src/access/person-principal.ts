import type { UserRecord } from '../user.ts';
import { effectivePermissions } from '../role.ts';
import type { PrincipalRecord } from './principal.ts';

export interface ActivePerson {
  readonly tenantId: string;
  readonly user: Pick<UserRecord, 'id' | 'roleKey' | 'departmentId'>;
  readonly teamIds: readonly string[];
}

/**
 * What a person may do, without a session, a key or a limit.
 * @param scopes that narrow it; null = all that their role allows
 */
export function personPrincipal(
  { tenantId, user, teamIds }: ActivePerson,
  scopes: readonly string[] | null,
): PrincipalRecord {
  return {
    tenantId,
    userId: user.id,
    roleKey: user.roleKey,
    departmentId: user.departmentId,
    teamIds,
    sessionId: null,
    apiKeyId: null,
    resource: null,
    requestsPerMinute: null,
    tokensPerMinute: null,
    models: [],
    tools: [],
    permissions: effectivePermissions(user.roleKey, scopes),
    scopes: scopes ?? [],
    expiresAt: null,
  };
}
