import type { ExecutionsParts } from '../context.ts';
import { type Arrival, maskHeaders } from './arrival.ts';
import type { TriggerRecord } from './trigger.ts';

/** A minute's worth of failed attempts is kept for each trigger; who guesses secrets does not fill the database. */
const KEPT_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/**
 * Keeps that somebody without the secret came, for the list of deliveries: a wrong secret is the likeliest mistake of a setup. The
 * body is not kept. Not waited for: the answer takes as long as that of an unknown address.
 */
export function recordRejection(parts: ExecutionsParts, trigger: TriggerRecord, arrival: Arrival): void {
  void record(parts, trigger, arrival).catch(() => {
    // A rejection that could not be kept is lost; the sender was answered, and nothing was promised.
  });
}

async function record(
  { triggers, ids }: ExecutionsParts,
  { tenantId, id: triggerId, authentication }: TriggerRecord,
  { headers, ipAddress, receivedAt, mimeType }: Arrival,
): Promise<void> {
  const limit = { limit: KEPT_PER_MINUTE, windowMs: MINUTE_MS };
  const { allowed } = await triggers.limiter.consume(`${tenantId}:trigger-rejections:${triggerId}`, limit);
  if (!allowed) return;
  const at = receivedAt.toISOString();
  const reason =
    authentication === 'HMAC'
      ? 'The signature is missing or wrong, or older than five minutes.'
      : 'The bearer token is missing or wrong.';
  await triggers.writer.arrive({
    delivery: {
      tenantId,
      id: ids('dlv'),
      triggerId,
      status: 'REJECTED',
      stages: [
        { name: 'received', passed: true, reason: ipAddress === null ? null : `From ${ipAddress}.`, at },
        { name: 'verified', passed: false, reason, at },
      ],
      headers: maskHeaders(headers),
      body: { text: '', bytes: 0, mimeType },
      input: null,
      executionId: null,
      replayOfId: null,
      ipAddress,
      receivedAt: at,
      attempts: 0,
    },
    counts: 'nothing',
    reason: null,
    start: null,
  });
}
