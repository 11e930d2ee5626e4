import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { loadPayload } from '../../payload.ts';
import { NotReplayableError } from '../../triggers/errors.ts';
import { toDelivery } from '../../types/delivery.ts';
import { ReplayDeliveryInput } from '../../types/trigger-inputs.ts';
import { DeliveryPayload } from '../../types/trigger-payloads.ts';
import { acceptByHand } from '../accept-by-hand.ts';
import { requireOwnDelivery } from '../load-trigger.ts';
import { mendableTriggerError } from '../mendable-trigger-error.ts';

@Resolver()
export class ReplayDeliveryResolver {
  @Permission('trigger:write')
  @Mutation(() => DeliveryPayload, {
    description: 'A new delivery of the same event, by the filter and the mapping of now.',
  })
  async replayDelivery(
    @Arg('input', () => ReplayDeliveryInput) { deliveryId, idempotencyKey }: ReplayDeliveryInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { delivery: replayOf, trigger } = await requireOwnDelivery(context, deliveryId);
    try {
      if (replayOf.status === 'REJECTED') throw new NotReplayableError(deliveryId, replayOf.status);
      const { headers, body } = replayOf;
      const text = await loadPayload(context.parts.blobs, body);
      const arrival = { headers, query: {}, body: text, mimeType: body.mimeType };
      const verified = `A replay of ${deliveryId}.`;
      const delivery = await acceptByHand(context, trigger, arrival, { verified, idempotencyKey, replayOf });
      return { delivery: toDelivery(delivery), userErrors: [] };
    } catch (error) {
      return { delivery: null, userErrors: [mendableTriggerError(error)] };
    }
  }
}
