import { type Viewer, principalsOf } from '@aether/common/security';
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
export function mayChange(viewer: Viewer, execution: Pick<ExecutionRecord, 'startedById'>): boolean {
  return execution.startedById === actorOf(viewer) || seesAll(viewer);
}

/** Beside these, runs that somebody shows in a listing of the marketplace to people like the viewer. */
export function maySee(viewer: Viewer, execution: Pick<ExecutionRecord, 'startedById' | 'shownTo'>): boolean {
  const shownTo = execution.shownTo ?? [];
  return mayChange(viewer, execution) || principalsOf(viewer).some((principal) => shownTo.includes(principal));
}
