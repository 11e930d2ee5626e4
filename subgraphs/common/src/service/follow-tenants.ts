import { z } from 'zod';
import type { Streams } from '../streams/streams.ts';
import type { Logger } from './logger.ts';

const message = z.object({ tenantId: z.string() });

/** Hears on a channel which tenants changed, until the signal ends it. What is lost here is read at the next refresh. */
export async function followTenants(options: {
  readonly channel: string;
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onChanged: (tenantId: string) => Promise<void>;
  /** For the log, when `onChanged` failed. */
  readonly failure: string;
}): Promise<void> {
  const { channel, streams, signal, logger, onChanged, failure } = options;
  for await (const told of streams.subscribe(channel, { signal })) {
    const parsed = message.safeParse(told);
    if (!parsed.success) continue;
    const { tenantId } = parsed.data;
    try {
      await onChanged(tenantId);
    } catch (error) {
      logger.warn({ err: error, tenantId }, failure);
    }
  }
}
