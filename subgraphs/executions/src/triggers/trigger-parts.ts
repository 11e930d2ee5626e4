import type { RateLimiter } from '@aether/common/key-value';
import type { DeliveryStore } from '../db/delivery-store.ts';
import type { TriggerStore } from '../db/trigger-store.ts';
import type { DeliveryStarter } from './delivery-starter.ts';
import type { DeliveryWriter } from './delivery-writer.ts';
import type { TriggerSecrets } from './trigger-secrets.ts';

/** What one process holds for triggers. */
export interface TriggerParts {
  readonly store: TriggerStore;
  readonly deliveries: DeliveryStore;
  readonly writer: DeliveryWriter;
  readonly secrets: TriggerSecrets;
  readonly starter: DeliveryStarter;
  readonly limiter: RateLimiter;
}
