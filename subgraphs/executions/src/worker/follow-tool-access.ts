import { type Database, OutboxConsumer } from '@aether/common/graph';
import { toolAccessSignal } from '@aether/schema';
import { z } from 'zod';
import { answeredStep } from '../journal/step-changes.ts';
import { storePayload } from '../payload.ts';
import { settlementOf, tellSettled } from '../waiting/settle-wait.ts';
import type { WorkerParts } from './worker-parts.ts';

type FollowParts = Pick<WorkerParts, 'waits' | 'live' | 'doorbell' | 'blobs' | 'clock' | 'streams' | 'logger'> & {
  readonly database: Database;
};

/** `userId`: of the person who has connected an own account; absent = for everybody. */
const granted = z.object({ slug: z.string(), userId: z.string().optional() });

/** Somebody has signed in to a tool server: the runs that wait for it go on; of an own account, those of that person. */
export function followToolAccess(parts: FollowParts): OutboxConsumer {
  const { database, streams, logger } = parts;
  return new OutboxConsumer({
    database,
    streams,
    logger,
    consumer: 'executions.tool-access',
    types: ['aether.tool-server.access-granted'],
    handle: async (events) => {
      for (const { tenantId, data } of events) await wake(parts, tenantId, granted.parse(data));
    },
  });
}

/** Safe to repeat: a wait that is over stays as it is. */
async function wake(
  parts: FollowParts,
  tenantId: string,
  { slug: server, userId }: { readonly slug: string; readonly userId?: string | undefined },
): Promise<void> {
  const { waits, blobs, clock } = parts;
  for (const { execution, step } of await waits.awaiting(tenantId, toolAccessSignal(server, userId ?? null))) {
    const now = clock.now();
    const result = await storePayload(blobs, `${tenantId}/payloads/${execution.id}`, '{}', 'application/json');
    const end = answeredStep(step, result, Math.max(0, now.getTime() - step.startedAtMs));
    const reason =
      userId === undefined
        ? `Somebody has signed in to "${server}".`
        : `The person has connected an own account at "${server}".`;
    const settlement = settlementOf(step, end, { tenantId, now, reason });
    const settled = await waits.settle(settlement);
    if (settled !== null) await tellSettled(parts, settlement, settled);
  }
}
