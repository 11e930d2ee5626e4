import { DOMAIN_EVENTS, type DomainEventType, isDomainEventType } from '@aether/schema';

/** Events of all services that the audit log keeps. */
export const AUDITED_TYPES: readonly DomainEventType[] = Object.keys(DOMAIN_EVENTS)
  .filter(isDomainEventType)
  .filter((type) => DOMAIN_EVENTS[type].audited);
