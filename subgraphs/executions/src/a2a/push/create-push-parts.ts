import type { Outbox } from '@aether/common/graph';
import { LocalKeyEncryptionKey } from '@aether/common/security';
import { createReadingVault, type ServiceParts } from '@aether/common/service';
import { DueWorkLoop } from '@aether/common/streams';
import type { ExecutionsConfig } from '../../config.ts';
import type { ExecutionReader } from '../../db/execution-reader.ts';
import type { PushConfigRecord } from '../../db/push-config-records.ts';
import { PersonRights } from '../../rights/person-rights.ts';
import { PushConfigStore } from '../../db/push-config-store.ts';
import { PUSH_BELL, PushConfigs } from './push-configs.ts';
import { PUSH_LEASE_MS, PushNotifier } from './push-notifier.ts';
import { PushSender } from './push-sender.ts';

/** Addresses that one process tells at once. */
const PARALLEL = 8;
/** Between two looks for what runs have done. */
const POLL_MS = 1_000;

/** What one process holds for push notifications. */
export interface PushParts {
  readonly configs: PushConfigs;
  readonly worker: DueWorkLoop<PushConfigRecord>;
  readonly sender: PushSender;
}

/** Null without a key to seal secrets with: then the cards of agents say that there are no push notifications. */
export function createPushParts(
  parts: ServiceParts & { readonly outbox: Outbox },
  { vaultKey, allowedOrigins, retryBaseMs, queues }: ExecutionsConfig,
  reader: ExecutionReader,
): PushParts | null {
  if (vaultKey === null) return null;
  const { doorbell, logger, random } = parts;
  const policy = { allowedOrigins };
  const store = new PushConfigStore({ ...parts, queues });
  const vault = createReadingVault(parts, new LocalKeyEncryptionKey({ secret: vaultKey, random }));
  const configs = new PushConfigs({ ...parts, store, vault, policy });
  const sender = new PushSender(policy);
  const notifier = new PushNotifier({
    ...parts,
    store,
    configs,
    sender,
    reader,
    rights: new PersonRights(parts),
    retryBaseMs,
  });
  const worker = new DueWorkLoop<PushConfigRecord>(
    { bell: PUSH_BELL, parallel: PARALLEL, leaseMs: PUSH_LEASE_MS, pollMs: POLL_MS },
    {
      work: {
        due: (limit) => store.due(limit, notifier.busyOrigins),
        nextDueMs: () => store.nextDueMs(),
        claim: (tenantId, id, leaseMs) => store.claim(tenantId, id, leaseMs),
      },
      process: (config, stop) => notifier.process(config, stop),
      doorbell,
      logger,
    },
  );
  return { configs, worker, sender };
}
