import type { Outbox } from '@aether/common/graph';
import { RateLimiter } from '@aether/common/key-value';
import { LocalKeyEncryptionKey } from '@aether/common/security';
import type { ServiceParts } from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import { DeliveryStore } from '../db/delivery-store.ts';
import { TriggerStore } from '../db/trigger-store.ts';
import { Creators } from './creators.ts';
import { DeliveryStarter } from './delivery-starter.ts';
import { DeliveryWriter } from './delivery-writer.ts';
import { startDelivery } from './start-delivery.ts';
import type { TriggerParts } from './trigger-parts.ts';
import { TriggerSecrets } from './trigger-secrets.ts';

/** Builds the room of triggers. `run` gives what a run is accepted with, which is built after this. */
export function createTriggerParts(
  parts: ServiceParts,
  options: {
    readonly outbox: Outbox;
    readonly vaultKey: Uint8Array | null;
    readonly run: () => ExecutionsParts;
  },
): TriggerParts {
  const { database, streams, clock, logger, operations, random, keyValue } = parts;
  const store = new TriggerStore({ database, outbox: options.outbox });
  const deliveries = new DeliveryStore(database);
  const writer = new DeliveryWriter({ store: deliveries, streams });
  const creators = new Creators(operations);
  const { vaultKey } = options;
  return {
    store,
    deliveries,
    writer,
    secrets: new TriggerSecrets({
      ...parts,
      keyEncryptionKey: vaultKey === null ? null : new LocalKeyEncryptionKey({ secret: vaultKey, random }),
    }),
    starter: new DeliveryStarter({
      triggers: store,
      deliveries,
      writer,
      clock,
      logger,
      start: (trigger, delivery) => startDelivery(options.run(), creators, trigger, delivery),
    }),
    limiter: new RateLimiter({ store: keyValue, now: () => clock.now() }),
  };
}
