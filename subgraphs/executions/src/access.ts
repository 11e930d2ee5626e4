import type { Viewer } from '@aether/common/security';
import type { ExecutionRecord } from './db/records.ts';

/** The person or service account in whose name something is done. */
export function actorOf(viewer: Viewer): string {
  return viewer.userId ?? viewer.serviceAccountId ?? viewer.tenantId;
}

/** Whether a viewer sees the runs of everybody in the tenant. */
export function seesAll(viewer: Viewer): boolean {
  return viewer.permissions.includes('execution:manage');
}

/** One's own runs, and all for those who manage them. Another tenant's never reach this question: they are not read. */
export function maySee(viewer: Viewer, execution: Pick<ExecutionRecord, 'startedById'>): boolean {
  return execution.startedById === actorOf(viewer) || seesAll(viewer);
}
