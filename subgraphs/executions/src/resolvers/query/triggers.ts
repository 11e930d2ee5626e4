import { pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { TriggerFilter } from '../../types/trigger-inputs.ts';
import { toTrigger, TriggerConnection } from '../../types/trigger.ts';

@Resolver()
export class TriggersResolver {
  @Permission('trigger:read')
  @Query(() => TriggerConnection)
  async triggers(
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => TriggerFilter, { nullable: true }) filter: TriggerFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first, after });
    const { triggers, config } = context.parts;
    const conditions = {
      createdById: viewer.permissions.includes('trigger:manage') ? null : actorOf(viewer),
      agentId: filter?.agentId ?? null,
      enabled: filter?.enabled ?? null,
      search: filter?.search?.trim().toLowerCase() || null,
    };
    const beforeId = page.after === null ? null : String(page.after[0]);
    const rows = await triggers.store.list(viewer.tenantId, conditions, { beforeId, limit: page.first + 1 });
    return toConnection(
      rows.map((row) => toTrigger(row, config.publicUrl)),
      page,
      (trigger) => [trigger.id],
    );
  }
}
