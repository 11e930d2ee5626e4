import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { AuditEvent } from './audit-event.ts';

@ObjectType()
export class AuditEventConnection extends connectionTypes('AuditEvent', () => AuditEvent).Connection {}
