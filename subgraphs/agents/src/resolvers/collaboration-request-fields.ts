import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import type { CollaborationRequestRecord } from '../market/collaboration.ts';
import type { AgentsContext } from '../context.ts';
import { loadAgent } from '../loaders.ts';
import { Agent } from '../types/agent.ts';
import { CollaborationRequest } from '../types/collaboration-request.ts';
import { User } from '../types/user.ts';
import { userReference } from '../agent/user-reference.ts';

@Resolver(() => CollaborationRequest)
export class CollaborationRequestFields {
  @FieldResolver(() => Agent)
  async agent(@Root() request: CollaborationRequestRecord, @Ctx() context: AgentsContext): Promise<AgentRecord> {
    const agent = await loadAgent(context, request.agentId);
    if (agent === null) throw new NotFoundError('agent', request.agentId);
    return agent;
  }

  @FieldResolver(() => User, { nullable: true })
  requester(@Root() request: CollaborationRequestRecord): User | null {
    return userReference(request.requesterId);
  }

  @FieldResolver(() => User, { nullable: true })
  answeredBy(@Root() request: CollaborationRequestRecord): User | null {
    return request.answeredById === null ? null : userReference(request.answeredById);
  }
}
