import { NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { type ChangedDelivery, deliveryChangeStream } from '../../stream/delivery-change-stream.ts';
import { DeliveryChange, toDelivery } from '../../types/delivery.ts';
import { visibleTrigger } from '../load-trigger.ts';

interface Arguments {
  readonly triggerId: string;
}

async function subscribe(
  { triggerId }: Arguments,
  context: ExecutionsContext,
): Promise<AsyncIterable<ChangedDelivery>> {
  requireViewer(context);
  const trigger = await visibleTrigger(context, triggerId);
  if (trigger === null) throw new NotFoundError('trigger', triggerId);
  const { deliveries } = context.parts.triggers;
  return deliveryChangeStream({ ...context.parts, deliveries }, trigger, context.signal);
}

@Resolver()
export class DeliveriesChangedResolver {
  @Permission('trigger:read')
  @Subscription(() => DeliveryChange, {
    description: 'What arrives at a trigger, and what becomes of it, from now on.',
    subscribe: ({ args, context }) => subscribe(args as Arguments, context as ExecutionsContext) as never,
  })
  deliveriesChanged(
    @Root() { change, delivery }: ChangedDelivery,
    @Arg('triggerId', () => ID) _triggerId: string,
  ): object {
    return { change, id: delivery.id, delivery: toDelivery(delivery) };
  }
}
