import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import type { VersionRecord } from '../../agent/draft.ts';
import { loadVisibleVersion } from '../../loaders.ts';
import { AgentVersion } from '../../types/agent-version.ts';

@Resolver()
export class AgentVersionResolver {
  @Permission('agent:read')
  @Query(() => AgentVersion, { nullable: true })
  agentVersion(@Arg('id', () => ID) id: string, @Ctx() context: AgentsContext): Promise<VersionRecord | null> {
    return loadVisibleVersion(context, id);
  }
}
