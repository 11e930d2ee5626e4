import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AuditRecord } from '../audit-chain.ts';
import type { IdentityContext } from '../context.ts';
import { loadUser } from '../loaders.ts';
import { AuditEvent } from '../types/audit-event.ts';
import { User } from '../types/user.ts';
import type { UserRecord } from '../user.ts';

@Resolver(() => AuditEvent)
export class AuditEventFields {
  @FieldResolver(() => User, { nullable: true })
  async user(@Root() event: AuditRecord, @Ctx() context: IdentityContext): Promise<UserRecord | null> {
    return event.userId === null ? null : loadUser(context, event.userId);
  }
}
