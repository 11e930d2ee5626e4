import { serviceViewer } from '@aether/common/security';
import { type Cancelling, cancelChildren } from '../cancel-execution.ts';
import type { ExecutionRecord } from '../db/records.ts';

/**
 * After the end of a run: nobody waits any more for what it called, so that is cancelled; and its cost and that of its family add up. When this
 * process dies before, the reconciler of any process does it.
 */
export async function settleFamily(
  parts: Cancelling,
  execution: Pick<ExecutionRecord, 'tenantId' | 'id' | 'parentId' | 'rootId'>,
  mayHaveChildren: boolean,
): Promise<void> {
  const { tenantId, id, parentId } = execution;
  if (mayHaveChildren) {
    await cancelChildren(parts, execution, {
      viewer: serviceViewer(tenantId),
      requestId: id,
      reason: 'The run that called it has ended.',
    });
    await parts.children.rollUp({ tenantId, executionId: id });
  }
  if (parentId !== null) await parts.children.rollUp({ tenantId, executionId: parentId });
}
