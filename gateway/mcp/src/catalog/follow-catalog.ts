import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { CATALOG_CHANNEL } from '@aether/schema';
import { z } from 'zod';

const message = z.object({ tenantId: z.string() });

/** Hears of changed catalogs until the signal ends it. A lost message costs one refresh interval. */
export async function followCatalog(options: {
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onChanged: (tenantId: string) => Promise<void>;
}): Promise<void> {
  const { streams, signal, logger, onChanged } = options;
  for await (const told of streams.subscribe(CATALOG_CHANNEL, { signal })) {
    const parsed = message.safeParse(told);
    if (!parsed.success) continue;
    try {
      await onChanged(parsed.data.tenantId);
    } catch (error) {
      logger.warn(
        { err: error, tenantId: parsed.data.tenantId },
        'a changed catalog could not be read, the next call reads it',
      );
    }
  }
}
