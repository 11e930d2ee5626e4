import type { Viewer } from './viewer.ts';

/** Ids that an `audience` may name to let this viewer in: the person, the teams, the department, the tenant. */
export function principalsOf(viewer: Viewer): readonly string[] {
  return [viewer.userId, viewer.serviceAccountId, ...viewer.teamIds, viewer.departmentId, viewer.tenantId].filter(
    (id) => id !== null,
  );
}
