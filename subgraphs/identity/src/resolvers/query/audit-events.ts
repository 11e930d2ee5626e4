import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AuditRecord } from '../../audit-chain.ts';
import type { IdentityContext } from '../../context.ts';
import { AuditEventConnection } from '../../types/audit-event-connection.ts';
import { AuditFilter } from '../../types/audit-filter.ts';

@Resolver()
export class AuditEventsResolver {
  @Permission('audit:read')
  @Query(() => AuditEventConnection)
  async auditEvents(
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: AuditFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<AuditRecord>> {
    const page = pageRequest({ first, after });
    const events = await context.parts.audit.page(requireViewer(context).tenantId, { ...filter }, page);
    return toConnection(events, page, (event) => [event.seq]);
  }
}
