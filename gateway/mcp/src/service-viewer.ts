import type { Viewer } from '@aether/common/security';

/** The gateway itself, acting inside one tenant: agents answers its catalog to the service, no person's right is needed. */
export function serviceViewer(tenantId: string): Viewer {
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
