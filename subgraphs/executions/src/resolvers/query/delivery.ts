import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Delivery, toDelivery } from '../../types/delivery.ts';
import { visibleDelivery } from '../load-trigger.ts';

@Resolver()
export class DeliveryResolver {
  @Permission('trigger:read')
  @Query(() => Delivery, { nullable: true })
  async delivery(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<Delivery | null> {
    const found = await visibleDelivery(context, id);
    return found === null ? null : toDelivery(found.delivery);
  }
}
