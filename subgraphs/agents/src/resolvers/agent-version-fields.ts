import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import type { AgentsContext } from '../context.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { loadAgent } from '../loaders.ts';
import { AgentVersion } from '../types/agent-version.ts';
import { Agent } from '../types/agent.ts';
import { User } from '../types/user.ts';
import { userReference } from '../agent/user-reference.ts';

@Resolver(() => AgentVersion)
export class AgentVersionFields {
  @FieldResolver(() => Agent)
  async agent(@Root() version: VersionRecord, @Ctx() context: AgentsContext): Promise<AgentRecord> {
    const agent = await loadAgent(context, version.agentId);
    if (agent === null) throw new NotFoundError('agent', version.agentId);
    return agent;
  }

  @FieldResolver(() => User, { nullable: true })
  publishedBy(@Root() version: VersionRecord): User | null {
    return userReference(version.publishedById);
  }
}
