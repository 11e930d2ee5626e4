import { Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { UsualUsage } from '../../types/usual-usage.ts';

/** Enough for a median, few enough to be read at once. */
const LATEST = 50;

@Resolver()
export class UsualUsageResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => UsualUsage, {
    nullable: true,
    description: 'Service only: tokens and duration of a usual run of the agent. Null = it has none that succeeded.',
  })
  usualUsage(@Arg('agentId', () => ID) agentId: string, @Ctx() context: ExecutionsContext): Promise<UsualUsage | null> {
    return context.parts.usage.usual(requireViewer(context).tenantId, agentId, LATEST);
  }
}
