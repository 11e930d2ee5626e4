import { KeyValueUnavailableError } from '@aether/common/key-value';
import { errorResponse, type Logger, type Route } from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import { acceptArrival } from '../triggers/accept-arrival.ts';
import type { Arrival } from '../triggers/arrival.ts';
import { HookBodyTooLargeError, HookRateLimitedError, HookRefusedError } from '../triggers/errors.ts';
import { deliveryArrived, hookRefused } from '../triggers/events.ts';
import { readArrival } from '../triggers/read-arrival.ts';
import { recordRejection } from '../triggers/record-rejection.ts';
import type { TriggerRecord } from '../triggers/trigger.ts';
import { eventIdOf, isProved } from '../triggers/verify-sender.ts';

const MINUTE_MS = 60_000;
/** Compared against when there is no trigger, so that an unknown address takes the steps of a known one. */
const NOBODY = ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='];

/**
 * `POST /hooks/<id>`: an event for a trigger. 202 with the delivery's id once it is committed; its run is started after that.
 * Whoever does not know the secret learns nothing: an unknown address answers as a wrong signature.
 */
export function webhookRoute(parts: ExecutionsParts, logger: Logger): Route {
  return {
    method: 'POST',
    path: '/hooks/:id',
    async handle(request, { parameters, context }) {
      try {
        const arrival = await readArrival(request, parts.clock.now());
        const trigger = await admit(parts, parameters['id'] ?? '', arrival);
        const verified = trigger.authentication === 'HMAC' ? 'The signature is right.' : 'The token is right.';
        const eventId = eventIdOf(trigger.authentication, arrival.headers);
        const accept = { ...parts, writer: parts.triggers.writer };
        const { delivery, firstId } = await acceptArrival(accept, trigger, arrival, { verified, eventId });
        deliveryArrived(logger, delivery);
        if (delivery.status === 'ACCEPTED') parts.triggers.starter.offer(delivery, trigger);
        const body = {
          deliveryId: delivery.id,
          status: delivery.status,
          ...(firstId === delivery.id ? {} : { firstId }),
        };
        return Response.json(body, { status: 202, headers: { 'cache-control': 'no-store' } });
      } catch (error) {
        if (error instanceof HookBodyTooLargeError) hookRefused('size');
        const answer = errorResponse(error, { requestId: context.requestId, logger });
        if (error instanceof HookRateLimitedError) {
          hookRefused('rate');
          answer.headers.set('retry-after', String(error.retryAfterS));
        }
        return answer;
      }
    },
  };
}

/** The trigger of a sender that proved itself and keeps to the rate. @throws HookRefusedError, HookRateLimitedError */
async function admit(parts: ExecutionsParts, id: string, arrival: Arrival): Promise<TriggerRecord> {
  const { store, secrets } = parts.triggers;
  const trigger = await store.byAddress(id);
  const known = trigger === null ? NOBODY : await secrets.open(trigger);
  const proved = isProved(trigger?.authentication ?? 'HMAC', arrival, known, arrival.receivedAt);
  if (trigger === null || !proved) {
    hookRefused('proof');
    if (trigger !== null) recordRejection(parts, trigger, arrival);
    throw new HookRefusedError();
  }
  await checkRate(parts, trigger);
  return trigger;
}

/** Only who proved itself is counted: nobody else can use up the rate of a trigger. */
async function checkRate({ triggers }: ExecutionsParts, { id, tenantId, ratePerMinute }: TriggerRecord): Promise<void> {
  try {
    const { allowed, resetMs } = await triggers.limiter.consume(`${tenantId}:trigger:${id}`, {
      limit: ratePerMinute,
      windowMs: MINUTE_MS,
    });
    if (!allowed) throw new HookRateLimitedError(ratePerMinute, resetMs);
  } catch (error) {
    // The counter is away: events of known senders are worth more than the limit.
    if (!(error instanceof KeyValueUnavailableError)) throw error;
  }
}
