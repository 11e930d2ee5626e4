import { serviceViewer } from '@aether/common/security';
import { type Cancelling, cancelExecution } from '../cancel-execution.ts';
import { ExecutionEndedError } from '../errors.ts';
import { isEnded } from '../execution.ts';

/** What a process that died left of families: open runs that nobody waits for, and costs that nobody counted. */
export async function sweepChildren(parts: Cancelling, queues: readonly string[], limit: number): Promise<void> {
  for (const child of await parts.children.left(queues, limit)) {
    const { tenantId, id, parentId, status } = child;
    if (isEnded(status)) {
      if (parentId !== null) await parts.children.rollUp({ tenantId, executionId: parentId });
      continue;
    }
    const reason = 'The run that called it has ended.';
    try {
      await cancelExecution(parts, child, { viewer: serviceViewer(tenantId), requestId: id, reason });
    } catch (error) {
      if (!(error instanceof ExecutionEndedError)) throw error;
    }
  }
}
