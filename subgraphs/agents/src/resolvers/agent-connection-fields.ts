import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import { AgentConnection, type AgentPage } from '../types/agent-connection.ts';

@Resolver(() => AgentConnection)
export class AgentConnectionFields {
  @FieldResolver(() => Int, { nullable: true })
  totalCount(@Root() page: AgentPage, @Ctx() context: AgentsContext): Promise<number> {
    return context.parts.agents.count(requireViewer(context), page.filter);
  }
}
