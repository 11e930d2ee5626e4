import { NotFoundError, requireViewer } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { actorOf } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import { refusalToActThrough } from '../triggers/act-through-trigger.ts';
import type { DeliveryRecord } from '../triggers/delivery.ts';
import type { TriggerRecord } from '../triggers/trigger.ts';
import { type Trigger, toTrigger } from '../types/trigger.ts';

/** One's own, and all for those who manage them. */
export function maySeeTrigger(viewer: Viewer, { createdById }: Pick<TriggerRecord, 'createdById'>): boolean {
  return createdById === actorOf(viewer) || viewer.permissions.includes('trigger:manage');
}

/** Null for an unknown one, one of another tenant and one that the viewer may not see. */
export async function visibleTrigger(context: ExecutionsContext, id: string): Promise<TriggerRecord | null> {
  const viewer = requireViewer(context);
  const trigger = await context.parts.triggers.store.find(viewer.tenantId, id);
  return trigger !== null && maySeeTrigger(viewer, trigger) ? trigger : null;
}

/** @throws NotFoundError */
export async function requireTrigger(context: ExecutionsContext, id: string): Promise<TriggerRecord> {
  const trigger = await visibleTrigger(context, id);
  if (trigger === null) throw new NotFoundError('trigger', id);
  return trigger;
}

/**
 * For whatever starts runs of a trigger or lets somebody start them.
 * @throws NotFoundError | ForbiddenError
 */
export async function requireOwnTrigger(context: ExecutionsContext, id: string): Promise<TriggerRecord> {
  return requireActsThrough(context, await requireTrigger(context, id));
}

/** @throws ForbiddenError */
function requireActsThrough(context: ExecutionsContext, trigger: TriggerRecord): TriggerRecord {
  const refusal = refusalToActThrough(requireViewer(context), trigger);
  if (refusal !== null) throw refusal;
  return trigger;
}

export interface VisibleDelivery {
  readonly trigger: TriggerRecord;
  readonly delivery: DeliveryRecord;
}

/** A delivery is seen by whoever sees its trigger. */
export async function visibleDelivery(context: ExecutionsContext, id: string): Promise<VisibleDelivery | null> {
  const { tenantId } = requireViewer(context);
  const delivery = await context.parts.triggers.deliveries.find(tenantId, id);
  const trigger = delivery === null ? null : await visibleTrigger(context, delivery.triggerId);
  return delivery === null || trigger === null ? null : { trigger, delivery };
}

/**
 * A delivery that the viewer may send through its trigger again.
 * @throws NotFoundError | ForbiddenError
 */
export async function requireOwnDelivery(context: ExecutionsContext, id: string): Promise<VisibleDelivery> {
  const found = await visibleDelivery(context, id);
  if (found === null) throw new NotFoundError('delivery', id);
  requireActsThrough(context, found.trigger);
  return found;
}

/** For fields and references of the API. */
export async function loadTrigger(
  context: ExecutionsContext,
  id: string,
): Promise<Omit<Trigger, 'viewerActions'> | null> {
  const trigger = await visibleTrigger(context, id);
  return trigger === null ? null : toTrigger(trigger, context.parts.config.publicUrl);
}
