import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { DeleteTriggerInput } from '../../types/trigger-inputs.ts';
import { requireTrigger } from '../load-trigger.ts';
import { triggerCause } from '../trigger-cause.ts';

@Resolver()
export class DeleteTriggerResolver {
  @Permission('trigger:write')
  @Mutation(() => DeletePayload, {
    description: 'Its address answers as an unknown one from now on. Runs that it started stay in the record.',
  })
  async deleteTrigger(
    @Arg('input', () => DeleteTriggerInput) { triggerId }: DeleteTriggerInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<DeletePayload> {
    const trigger = await requireTrigger(context, triggerId);
    const isDeleted = await context.parts.triggers.store.delete(triggerCause(context), trigger.id);
    if (!isDeleted) throw new NotFoundError('trigger', triggerId);
    return { deletedId: triggerId, userErrors: [] };
  }
}
