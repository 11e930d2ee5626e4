import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { StaleTriggerError } from '../../triggers/errors.ts';
import { UpdateTriggerInput } from '../../types/trigger-inputs.ts';
import { TriggerPayload } from '../../types/trigger-payloads.ts';
import { toTrigger } from '../../types/trigger.ts';
import { requireOwnTrigger } from '../load-trigger.ts';
import { mendableTriggerError } from '../mendable-trigger-error.ts';
import { triggerCause } from '../trigger-cause.ts';
import { triggerSettings } from '../trigger-settings.ts';

@Resolver()
export class UpdateTriggerResolver {
  @Permission('trigger:write')
  @Mutation(() => TriggerPayload, {
    description: 'Another `authentication` makes another secret: the two kinds have different forms.',
  })
  async updateTrigger(
    @Arg('input', () => UpdateTriggerInput) input: UpdateTriggerInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { triggers, config } = context.parts;
    const { triggerId, expectedRevision } = input;
    const before = await requireOwnTrigger(context, triggerId);
    try {
      const { settings, problems } = await triggerSettings(context, before.agentId, input, before);
      if (problems.length > 0) return { trigger: toTrigger(before, config.publicUrl), userErrors: problems };
      const isOther = settings.authentication !== before.authentication;
      const secret = isOther ? triggers.secrets.make(settings.authentication) : null;
      const version = before.secretVersion + 1;
      const changed = await triggers.store.change(
        triggerCause(context),
        before,
        {
          ...settings,
          ...(secret === null
            ? {}
            : {
                secret: await triggers.secrets.seal(before, version, secret),
                secretVersion: version,
                previousSecret: null,
                previousSecretEndsAtMs: null,
              }),
        },
        { expectedRevision },
      );
      if (changed !== null) return { trigger: toTrigger(changed, config.publicUrl), secret, userErrors: [] };
      const { revision } = await requireOwnTrigger(context, triggerId);
      throw new StaleTriggerError(expectedRevision, revision);
    } catch (error) {
      return { trigger: toTrigger(before, config.publicUrl), userErrors: [mendableTriggerError(error)] };
    }
  }
}
