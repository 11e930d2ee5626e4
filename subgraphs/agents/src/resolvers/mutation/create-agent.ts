import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../../context.ts';
import { loadDraft } from '../../loaders.ts';
import { AgentPayload } from '../../types/agent-payload.ts';
import { CreateAgentInput } from '../../types/create-agent-input.ts';
import { createAgent } from '../../writes/create-agent.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class CreateAgentResolver {
  @Permission('agent:create')
  @Mutation(() => AgentPayload)
  async createAgent(
    @Arg('input', () => CreateAgentInput) input: CreateAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPayload> {
    const {
      name,
      idempotencyKey,
      slug = null,
      description = null,
      kind = null,
      spec = null,
      templateId = null,
      versionId = null,
    } = input;
    try {
      const agent = await createAgent(context, {
        name,
        idempotencyKey,
        slug,
        description,
        kind,
        spec,
        templateId,
        versionId,
      });
      const draft = await loadDraft(context, agent.id);
      const validation =
        draft === null ? null : await context.parts.validator.validate(draft.spec, lookUpCallOf(context));
      return { agent, validation, userErrors: [] };
    } catch (error) {
      return { agent: null, validation: null, userErrors: [mendableError(error)] };
    }
  }
}
