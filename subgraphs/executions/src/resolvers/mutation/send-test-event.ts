import { Permission, ValidationError } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { InputTooLargeError } from '../../errors.ts';
import { toDelivery } from '../../types/delivery.ts';
import { SendTestEventInput } from '../../types/trigger-inputs.ts';
import { DeliveryPayload } from '../../types/trigger-payloads.ts';
import { acceptByHand } from '../accept-by-hand.ts';
import { requireOwnTrigger } from '../load-trigger.ts';
import { mendableTriggerError } from '../mendable-trigger-error.ts';

const MAXIMUM_BYTES = 1_024 * 1_024;

@Resolver()
export class SendTestEventResolver {
  @Permission('trigger:write')
  @Mutation(() => DeliveryPayload)
  async sendTestEvent(
    @Arg('input', () => SendTestEventInput) input: SendTestEventInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const trigger = await requireOwnTrigger(context, input.triggerId);
    try {
      const body = JSON.stringify(input.body);
      if (Buffer.byteLength(body) > MAXIMUM_BYTES)
        throw new InputTooLargeError('body', Buffer.byteLength(body), MAXIMUM_BYTES);
      const arrival = { headers: readHeaders(input.headers), query: {}, body, mimeType: 'application/json' };
      const verified = 'A test event, sent from Aether.';
      const { idempotencyKey } = input;
      const delivery = await acceptByHand(context, trigger, arrival, { verified, idempotencyKey });
      return { delivery: toDelivery(delivery), userErrors: [] };
    } catch (error) {
      return { delivery: null, userErrors: [mendableTriggerError(error)] };
    }
  }
}

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new ValidationError(['input', 'headers'], 'an object: name → text', typeof value);
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}
