import { type Database, OutboxConsumer } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { z } from 'zod';
import type { CatalogChange, CatalogChanges } from '../db/catalog-changes.ts';
import { ToolWriter } from '../db/tool-writer.ts';
import { events } from '../events/events.ts';

/** Of an account that a person has connected for their own calls. */
const ownAccount = z.object({ toolServerId: z.string(), userId: z.string() });

/**
 * Somebody has signed in, or given another key: the gateway asks the servers that get it at once, instead of at the next look. Where a person has
 * connected an own account, only their runs go on.
 */
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
    types: [
      'aether.identity.credential-authorized',
      'aether.identity.credential-rotated',
      'aether.identity.credential-stored',
    ],
    handle: async (told) => {
      for (const { tenantId, subject, data } of told) {
        const own = ownAccount.safeParse(data);
        await changes.change(tenantId, null, (change) =>
          own.success ? grantOwn(change, own.data) : askAgain(change, subject),
        );
      }
    },
  });
}

async function grantOwn(change: CatalogChange, { toolServerId, userId }: z.infer<typeof ownAccount>): Promise<void> {
  const server = await new ToolWriter(change.transaction).server(toolServerId);
  if (server === null) return;
  // A change of the catalog, so that it is told at all, and the gateway looks again.
  change.touch(server.id);
  change.tell(events.ownAccessGranted(server, userId));
}

async function askAgain(change: CatalogChange, credentialId: string): Promise<void> {
  for (const id of await new ToolWriter(change.transaction).forgetAccess(credentialId)) change.touch(id);
}
