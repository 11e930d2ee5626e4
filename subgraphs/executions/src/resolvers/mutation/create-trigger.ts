import { ForbiddenError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { CreateTriggerInput } from '../../types/trigger-inputs.ts';
import { requireUnlimitedKey } from '../../triggers/require-unlimited-key.ts';
import { TriggerPayload } from '../../types/trigger-payloads.ts';
import { toTrigger } from '../../types/trigger.ts';
import { mendableTriggerError } from '../mendable-trigger-error.ts';
import { triggerCause } from '../trigger-cause.ts';
import { triggerSettings } from '../trigger-settings.ts';

@Resolver()
export class CreateTriggerResolver {
  @Permission('trigger:write')
  @Mutation(() => TriggerPayload, {
    description: 'Its runs act in the name of whoever makes it, with the rights that this person has then.',
  })
  async createTrigger(
    @Arg('input', () => CreateTriggerInput) input: CreateTriggerInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { triggers, ids, config, budgetDirectory } = context.parts;
    const viewer = requireViewer(context);
    const { tenantId, userId, scopes } = viewer;
    if (userId === null)
      throw new ForbiddenError('trigger:write', { reason: 'A trigger acts in the name of a person.' });
    await requireUnlimitedKey(budgetDirectory, viewer);
    try {
      const { settings, problems } = await triggerSettings(context, input.agentId, input);
      if (problems.length > 0) return { trigger: null, userErrors: problems };
      const id = ids('trg');
      const secret = triggers.secrets.make(settings.authentication);
      const made = await triggers.store.create(triggerCause(context), id, {
        ...settings,
        agentId: input.agentId,
        enabled: input.enabled ?? false,
        failures: 0,
        secret: await triggers.secrets.seal({ tenantId, id }, 1, secret),
        secretVersion: 1,
        createdById: userId,
        scopes,
        apiKeyId: viewer.apiKey?.id ?? null,
      });
      return { trigger: toTrigger(made, config.publicUrl), secret, userErrors: [] };
    } catch (error) {
      return { trigger: null, userErrors: [mendableTriggerError(error)] };
    }
  }
}
