import { requireViewer } from '@aether/common/service';
import { actorOf } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { TriggerCause } from '../db/trigger-store.ts';

/** Who changes a trigger by this request. */
export function triggerCause(context: ExecutionsContext): TriggerCause {
  const viewer = requireViewer(context);
  const at = context.parts.clock.now().toISOString();
  return { tenantId: viewer.tenantId, actorId: actorOf(viewer), requestId: context.requestId, at };
}
