import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { SetTriggerEnabledInput } from '../../types/trigger-inputs.ts';
import { TriggerPayload } from '../../types/trigger-payloads.ts';
import { toTrigger } from '../../types/trigger.ts';
import { requireOwnTrigger, requireTrigger } from '../load-trigger.ts';
import { triggerCause } from '../trigger-cause.ts';

@Resolver()
export class SetTriggerEnabledResolver {
  @Permission('trigger:write')
  @Mutation(() => TriggerPayload, {
    description:
      'Enabling forgives what failed before: the count begins anew. Whoever manages triggers may stop any, but start only their own.',
  })
  async setTriggerEnabled(
    @Arg('input', () => SetTriggerEnabledInput) { triggerId, enabled }: SetTriggerEnabledInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { triggers, config } = context.parts;
    const before = await (enabled ? requireOwnTrigger : requireTrigger)(context, triggerId);
    const changes = enabled ? { enabled, failures: 0, lastError: null } : { enabled };
    const changed = await triggers.store.change(triggerCause(context), before, changes);
    return { trigger: toTrigger(changed ?? before, config.publicUrl), userErrors: [] };
  }
}
