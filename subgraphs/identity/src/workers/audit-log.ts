import type { StoredDomainEvent } from '@aether/common/graph';
import type { Clock, Logger } from '@aether/common/service';
import { auditFactsSchema, type JsonValue } from '@aether/schema';
import { z } from 'zod';
import type { AuditContent } from '../audit-chain.ts';
import type { AuditStore } from '../db/audit-store.ts';

export interface AuditLogOptions {
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Told = Omit<AuditContent, 'id' | 'seq' | 'tenantId'>;

const auditedData = z.object({ audit: auditFactsSchema });

/** Handler of the outbox consumer `identity.audit`: the audited events of all services become links of their tenants' chains. */
export function auditLog({
  audit,
  clock,
  logger,
}: AuditLogOptions): (events: readonly StoredDomainEvent[]) => Promise<void> {
  return async (events) => {
    const byTenant = new Map<string, Told[]>();
    for (const event of events) {
      const told = toldBy(event);
      if (told === null) {
        // Trying again would not mend it, and would hold up the lane.
        logger.error(
          { type: event.type, lane: event.lane, position: event.position },
          'an audited event carries no audit facts',
        );
        continue;
      }
      byTenant.set(event.tenantId, [...(byTenant.get(event.tenantId) ?? []), told]);
    }
    for (const [tenantId, told] of byTenant) await audit.append(tenantId, told, clock.now().toISOString());
  };
}

function toldBy(event: StoredDomainEvent): Told | null {
  const data = auditedData.safeParse(event.data);
  if (!data.success) return null;
  const { action, objectType, before, after, ipAddress } = data.data.audit;
  const isServiceAccount = event.actorId?.startsWith('svc_') ?? false;
  return {
    at: event.at,
    userId: isServiceAccount ? null : event.actorId,
    serviceAccountId: isServiceAccount ? event.actorId : null,
    action,
    objectType,
    objectId: event.subject,
    before: jsonOf(before),
    after: jsonOf(after),
    ipAddress: ipAddress ?? null,
    requestId: event.requestId,
    eventId: `${event.lane}/${event.position}`,
  };
}

/** The facts came out of JSON text, so they are JSON; this only lets the types know. */
function jsonOf(value: unknown): JsonValue {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
