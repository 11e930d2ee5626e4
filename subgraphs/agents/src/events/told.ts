import type { DomainEvent } from '@aether/common/graph';
import type { AuditFacts, DomainEventType } from '@aether/schema';
import { actorOf } from '../agent/agent.ts';
import type { Cause } from './cause.ts';

export interface EventFacts {
  readonly type: DomainEventType;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly audit: AuditFacts;
}

/** An event that a person caused, with what the audit log keeps of it. */
export function told({ viewer, requestId }: Cause, { type, subject, data, audit }: EventFacts): DomainEvent {
  return { type, subject, data: { ...data, audit }, actorId: actorOf(viewer), requestId };
}
