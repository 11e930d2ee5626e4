import { NanoUsd, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1_000;

@Resolver()
export class CostOfMonthResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => NanoUsd, {
    nullable: true,
    description:
      'Service only: what the runs of an agent that ended in the last 30 days cost together; a run of unknown cost counts as the mean of the others. Null = none has a known cost.',
  })
  costOfMonth(@Arg('agentId', () => ID) agentId: string, @Ctx() context: ExecutionsContext): Promise<number | null> {
    const since = new Date(context.parts.clock.now().getTime() - MONTH_MS).toISOString();
    return context.parts.usage.costSince(requireViewer(context).tenantId, agentId, since);
  }
}
