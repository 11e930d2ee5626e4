import { type Database, OutboxConsumer } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { z } from 'zod';
import type { ShownExecutions } from '../db/shown-executions.ts';

const withdrawn = z.object({ listingId: z.string(), agentId: z.string() });
const published = withdrawn.extend({ audience: z.array(z.string()), sampleExecutionIds: z.array(z.string()) });

/** Learns from the listings of the marketplace which runs their owners show, and to whom. Agents has asked whether they may. */
export function showSamples(options: {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly shown: ShownExecutions;
}): OutboxConsumer {
  const { shown, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'executions.samples',
    types: ['aether.listing.published', 'aether.listing.withdrawn'],
    handle: async (events) => {
      for (const { type, tenantId, data } of events) {
        if (type === 'aether.listing.published') await shown.set(tenantId, published.parse(data));
        if (type === 'aether.listing.withdrawn')
          await shown.set(tenantId, { ...withdrawn.parse(data), audience: [], sampleExecutionIds: [] });
      }
    },
  });
}
