import { Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { StaleTriggerError } from '../../triggers/errors.ts';
import { TRIGGER_LIMITS } from '../../triggers/trigger.ts';
import { RotateTriggerSecretInput } from '../../types/trigger-inputs.ts';
import { TriggerPayload } from '../../types/trigger-payloads.ts';
import { toTrigger } from '../../types/trigger.ts';
import { requireOwnTrigger } from '../load-trigger.ts';
import { mendableTriggerError } from '../mendable-trigger-error.ts';
import { triggerCause } from '../trigger-cause.ts';

const HOUR_MS = 60 * 60 * 1_000;

@Resolver()
export class RotateTriggerSecretResolver {
  @Permission('trigger:write')
  @Mutation(() => TriggerPayload)
  async rotateTriggerSecret(
    @Arg('input', () => RotateTriggerSecretInput) { triggerId, overlapHours }: RotateTriggerSecretInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { triggers, clock, config } = context.parts;
    const before = await requireOwnTrigger(context, triggerId);
    try {
      if (overlapHours < 0 || overlapHours > TRIGGER_LIMITS.overlapHours)
        throw new ValidationError(
          ['input', 'overlapHours'],
          `0 to ${TRIGGER_LIMITS.overlapHours} hours`,
          `${overlapHours}`,
        );
      const secret = triggers.secrets.make(before.authentication);
      const secretVersion = before.secretVersion + 1;
      const changes = {
        secret: await triggers.secrets.seal(before, secretVersion, secret),
        secretVersion,
        previousSecret: overlapHours === 0 ? null : before.secret,
        previousSecretEndsAtMs: overlapHours === 0 ? null : clock.now().getTime() + overlapHours * HOUR_MS,
      };
      const options = { expectedRevision: before.revision, told: 'aether.trigger.secret-rotated' } as const;
      const changed = await triggers.store.change(triggerCause(context), before, changes, options);
      // Two rotations at once: the secret of the second would be a lie.
      if (changed === null) throw new StaleTriggerError(before.revision, before.revision + 1);
      return { trigger: toTrigger(changed, config.publicUrl), secret, userErrors: [] };
    } catch (error) {
      return { trigger: toTrigger(before, config.publicUrl), userErrors: [mendableTriggerError(error)] };
    }
  }
}
