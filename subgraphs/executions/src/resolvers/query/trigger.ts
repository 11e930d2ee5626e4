import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Trigger } from '../../types/trigger.ts';
import { loadTrigger } from '../load-trigger.ts';

@Resolver()
export class TriggerResolver {
  @Permission('trigger:read')
  @Query(() => Trigger, { nullable: true })
  trigger(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return loadTrigger(context, id);
  }
}
