import type { Viewer } from '@aether/common/security';

/** Ingestion acts for a tenant, not for a person: the model gateway needs to know whose models and prices count. */
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
