import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { Delivery, toDelivery } from '../types/delivery.ts';
import { Execution } from '../types/execution.ts';
import { Trigger } from '../types/trigger.ts';
import { loadExecution } from './load-execution.ts';
import { loadTrigger, visibleDelivery } from './load-trigger.ts';

@Resolver(() => Delivery)
export class DeliveryFieldResolver {
  @FieldResolver(() => Trigger, { nullable: true })
  trigger(@Root() { record }: Delivery, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return loadTrigger(context, record.triggerId);
  }

  @FieldResolver(() => Execution, { nullable: true })
  execution(@Root() { record }: Delivery, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return record.executionId === null ? Promise.resolve(null) : loadExecution(context, record.executionId);
  }

  @FieldResolver(() => Delivery, { nullable: true })
  async replayOf(@Root() { record }: Delivery, @Ctx() context: ExecutionsContext): Promise<Delivery | null> {
    if (record.replayOfId === null) return null;
    const found = await visibleDelivery(context, record.replayOfId);
    return found === null ? null : toDelivery(found.delivery);
  }
}

/** What started a run from outside. Null for whoever does not see the trigger. */
@Resolver(() => Execution)
export class ExecutionTriggerResolver {
  @FieldResolver(() => Trigger, { nullable: true })
  trigger(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return record.triggerId === null ? Promise.resolve(null) : loadTrigger(context, record.triggerId);
  }

  @FieldResolver(() => Delivery, { nullable: true })
  async delivery(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<Delivery | null> {
    if (record.deliveryId === null) return null;
    const found = await visibleDelivery(context, record.deliveryId);
    return found === null ? null : toDelivery(found.delivery);
  }
}
