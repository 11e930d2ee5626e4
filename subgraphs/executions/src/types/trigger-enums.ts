import { registerEnumType } from 'type-graphql';
import { DELIVERY_STATUSES } from '../triggers/delivery.ts';
import { FAILURE_POLICIES, WEBHOOK_AUTHENTICATIONS } from '../triggers/trigger.ts';

/** Enums of the API, from the same lists that the record is parsed by. */
const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const TriggerType = named(['WEBHOOK'] as const);
registerEnumType(TriggerType, { name: 'TriggerType' });

export const WebhookAuthentication = named(WEBHOOK_AUTHENTICATIONS);
registerEnumType(WebhookAuthentication, { name: 'WebhookAuthentication' });

export const TriggerFailurePolicy = named(FAILURE_POLICIES);
registerEnumType(TriggerFailurePolicy, { name: 'TriggerFailurePolicy' });

export const DeliveryStatus = named(DELIVERY_STATUSES);
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description:
    'HELD: the trigger was not enabled; kept as a sample. DUPLICATE, FILTERED: no run was wanted. UNMAPPABLE: no valid input came out. REJECTED: the sender did not prove itself.',
});

/** The same members as in agents: the enum is shared by both subgraphs. */
export const HealthStatus = named(['HEALTHY', 'DEGRADED', 'DOWN', 'UNKNOWN'] as const);
registerEnumType(HealthStatus, { name: 'HealthStatus' });
