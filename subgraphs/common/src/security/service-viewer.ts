import type { Viewer } from './viewer.ts';

/** A service itself, acting inside one tenant with the rights of nobody: the owner knows whose data count, and that no person asks. */
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
