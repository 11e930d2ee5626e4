import type { Viewer } from '@aether/common/security';

/** The person or service account in whose name something is done. */
export function actorOf(viewer: Viewer): string {
  return viewer.userId ?? viewer.serviceAccountId ?? viewer.tenantId;
}
