import { type Database, OutboxConsumer } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { systemCause } from '../cause.ts';
import type { CredentialStore } from '../db/credential-store.ts';
import type { IdentityChanges } from '../db/identity-changes.ts';

/** A tool server was removed: what people have stored for it alone is of no use to anybody, and goes with it. */
export function forgetToolServers(options: {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly changes: IdentityChanges;
  readonly credentials: CredentialStore;
}): OutboxConsumer {
  const { changes, credentials, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'identity.tool-servers',
    types: ['aether.tool-server.removed'],
    handle: async (events) => {
      for (const { tenantId, subject } of events)
        await changes.change(systemCause(tenantId), async (change) => {
          for (const id of await credentials.removeOfServer(change, subject))
            change.tell('credential-deleted', { subject: id, before: { toolServerId: subject } });
        });
    },
  });
}
