import { pageRequest, PermittedAction, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { refusalToActThrough } from '../triggers/act-through-trigger.ts';
import { DeliveryConnection, toDelivery } from '../types/delivery.ts';
import { DeliveryFilter } from '../types/trigger-inputs.ts';
import { Trigger } from '../types/trigger.ts';

const CHANGES = ['updateTrigger', 'setTriggerEnabled', 'rotateTriggerSecret', 'deleteTrigger', 'sendTestEvent'];

@Resolver(() => Trigger)
export class TriggerFieldResolver {
  @FieldResolver(() => DeliveryConnection)
  async deliveries(
    @Root() { record }: Trigger,
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const page = pageRequest({ first, after });
    const conditions = {
      statuses: filter?.statuses ?? null,
      since: filter?.since ?? null,
      until: filter?.until ?? null,
    };
    const beforeId = page.after === null ? null : String(page.after[0]);
    const { deliveries } = context.parts.triggers;
    const rows = await deliveries.list(record.tenantId, record.id, conditions, { beforeId, limit: page.first + 1 });
    return toConnection(rows.map(toDelivery), page, (delivery) => [delivery.id]);
  }

  @FieldResolver(() => [PermittedAction])
  viewerActions(@Root() { record }: Trigger, @Ctx() context: ExecutionsContext): readonly PermittedAction[] {
    const viewer = requireViewer(context);
    const mayWrite = viewer.permissions.includes('trigger:write');
    const lacks = mayWrite ? null : 'Your role lacks the permission "trigger:write"; an administrator can grant it.';
    const refusal = refusalToActThrough(viewer, record)?.message ?? null;
    return CHANGES.map((name) => {
      const isStop = name === 'deleteTrigger' || (name === 'setTriggerEnabled' && record.enabled);
      const reason = lacks ?? (isStop ? null : refusal);
      return { name, allowed: reason === null, reason };
    });
  }
}
