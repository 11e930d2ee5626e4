import { z } from 'zod';
import type { Streams } from '../streams/streams.ts';
import type { Logger } from './logger.ts';

/** `userIds`: the change is about these persons only. */
const message = z.object({ tenantId: z.string(), userIds: z.array(z.string()).default([]) });

/** Hears on a channel which tenants changed, until the signal ends it. What is lost here is read at the next refresh. */
export async function followTenants(options: {
  readonly channel: string;
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** @param userIds whom it is about; empty = the whole tenant */
  readonly onChanged: (tenantId: string, userIds: readonly string[]) => Promise<void>;
  /** For the log, when `onChanged` failed. */
  readonly failure: string;
}): Promise<void> {
  const { channel, streams, signal, logger, onChanged, failure } = options;
  for await (const told of streams.subscribe(channel, { signal })) {
    const parsed = message.safeParse(told);
    if (!parsed.success) continue;
    const { tenantId, userIds } = parsed.data;
    try {
      await onChanged(tenantId, userIds);
    } catch (error) {
      logger.warn({ err: error, tenantId }, failure);
    }
  }
}
