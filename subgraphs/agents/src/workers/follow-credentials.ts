import { type Database, OutboxConsumer } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { CatalogChanges } from '../db/catalog-changes.ts';
import { ToolWriter } from '../db/tool-writer.ts';

/** Somebody has signed in, or given another key: the gateway asks the servers that get it at once, instead of at the next look. */
export function followCredentials(options: {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly changes: CatalogChanges;
}): OutboxConsumer {
  const { changes, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'agents.credentials',
    types: ['aether.identity.credential-authorized', 'aether.identity.credential-rotated'],
    handle: async (events) => {
      for (const { tenantId, subject } of events)
        await changes.change(tenantId, null, async (change) => {
          for (const id of await new ToolWriter(change.transaction).forgetAccess(subject)) change.touch(id);
        });
    },
  });
}
