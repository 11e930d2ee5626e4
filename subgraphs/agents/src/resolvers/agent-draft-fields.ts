import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import type { DraftRecord } from '../agent/draft.ts';
import { loadAgent } from '../loaders.ts';
import { AgentDraft } from '../types/agent-draft.ts';
import { Agent } from '../types/agent.ts';
import { User } from '../types/user.ts';
import { ValidationReport } from '../types/validation-report.ts';
import { userReference } from '../agent/user-reference.ts';

@Resolver(() => AgentDraft)
export class AgentDraftFields {
  @FieldResolver(() => Agent)
  async agent(@Root() draft: DraftRecord, @Ctx() context: AgentsContext): Promise<AgentRecord> {
    const agent = await loadAgent(context, draft.agentId);
    if (agent === null) throw new NotFoundError('agent', draft.agentId);
    return agent;
  }

  @FieldResolver(() => ValidationReport)
  validation(@Root() draft: DraftRecord, @Ctx() context: AgentsContext): Promise<ValidationReport> {
    return context.parts.validator.validate(draft.spec, lookUpCallOf(context));
  }

  @FieldResolver(() => User, { nullable: true })
  updatedBy(@Root() draft: DraftRecord): User | null {
    return userReference(draft.updatedById);
  }
}
