import { requireViewer } from '@aether/common/service';
import { maySee } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { AskedApproval } from '../db/approval-records.ts';
import { toApproval } from '../types/to-approval.ts';

/** Null for an unknown one, one of another tenant and one of a run that the viewer may not see: the same answer for all three. */
export async function visibleApproval(context: ExecutionsContext, id: string): Promise<AskedApproval | null> {
  const viewer = requireViewer(context);
  const [asked] = await context.parts.approvals.findAll(viewer.tenantId, [id]);
  return asked !== undefined && maySee(viewer, asked.execution) ? asked : null;
}

/** For fields and references of the API. */
export async function loadApproval(context: ExecutionsContext, id: string): Promise<object | null> {
  const asked = await visibleApproval(context, id);
  return asked === null ? null : toApproval(asked, context.parts.clock.now());
}
