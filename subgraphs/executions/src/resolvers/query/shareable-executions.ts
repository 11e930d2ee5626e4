import { Permission, SERVICE_ONLY, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { isEnded } from '../../execution.ts';

@Resolver()
export class ShareableExecutionsResolver {
  /** With the identity of who wants to show them: nobody can show the run of somebody else. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => [ID], {
    description: 'Service only: of these runs, those of this agent that the person started and that have ended.',
  })
  async shareableExecutions(
    @Arg('agentId', () => ID) agentId: string,
    @Arg('ids', () => [ID]) ids: readonly string[],
    @Ctx() context: ExecutionsContext,
  ): Promise<readonly string[]> {
    const viewer = requireViewer(context);
    const found = await context.parts.reader.findAll(viewer.tenantId, ids);
    return found
      .filter((run) => run.agentId === agentId && run.startedById === actorOf(viewer) && isEnded(run.status))
      .map(({ id }) => id);
  }
}
