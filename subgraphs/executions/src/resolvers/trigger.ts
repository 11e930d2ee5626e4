import { pageRequest, PermittedAction, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
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
  viewerActions(@Ctx() context: ExecutionsContext): readonly PermittedAction[] {
    const allowed = requireViewer(context).permissions.includes('trigger:write');
    const reason = allowed ? null : 'Your role lacks the permission "trigger:write"; an administrator can grant it.';
    return CHANGES.map((name) => ({ name, allowed, reason }));
  }
}
