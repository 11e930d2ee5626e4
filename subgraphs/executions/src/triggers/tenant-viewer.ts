import type { Viewer } from '@aether/common/security';

/** The service itself, acting inside one tenant with the rights of nobody. */
export function tenantViewer(tenantId: string): Viewer {
  return {
    tenantId,
    userId: null,
    serviceAccountId: null,
    roleKey: 'service',
    departmentId: null,
    teamIds: [],
    permissions: [],
    scopes: [],
    sessionId: null,
    expiresAt: null,
  };
}
