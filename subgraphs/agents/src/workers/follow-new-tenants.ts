import { type Database, OutboxConsumer } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { BuiltInCatalog } from '../db/built-in-catalog.ts';

/** Gives each new tenant its catalog before anybody asks for it. */
export function followNewTenants(options: {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly builtIn: BuiltInCatalog;
}): OutboxConsumer {
  const { builtIn, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'agents.new-tenants',
    types: ['aether.identity.tenant-created'],
    handle: async (events) => {
      for (const { tenantId } of events) await builtIn.ensure(tenantId);
    },
  });
}
