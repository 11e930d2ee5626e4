import { Permission, SERVICE_ONLY, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { runnableDraft, runnablePublished, runnableVersion } from '../../agent/runnable-agent.ts';
import { RunnableAgent } from '../../types/runnable-agent.ts';

@Resolver()
export class AgentVersionForRunResolver {
  /** With the rights of the person who runs it. Null = unknown or not visible. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => RunnableAgent, {
    nullable: true,
    description:
      'Service only: what a run pins. A version id, or agent id or slug for the published version, or with a draft revision.',
  })
  agentVersionForRun(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('agentId', () => ID, { nullable: true }) agentId: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Arg('draftRevision', () => Int, { nullable: true }) draftRevision: number | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<RunnableAgent | null> {
    if (id != null) return runnableVersion(context, id);
    if (agentId == null && slug == null)
      throw new ValidationError(['id'], 'a version id, an agent id or a slug', 'none of them');
    const agent = agentId == null ? { slug: slug ?? '' } : { id: agentId };
    return draftRevision == null ? runnablePublished(context, agent) : runnableDraft(context, agent, draftRevision);
  }
}
