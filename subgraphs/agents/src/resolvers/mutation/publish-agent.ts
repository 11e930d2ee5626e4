import { Permission, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { StaleRevisionError, UnchangedDraftError } from '../../errors.ts';
import { AgentVersionPayload } from '../../types/agent-version-payload.ts';
import { PublishAgentInput } from '../../types/publish-agent-input.ts';
import { draftConflict } from '../../writes/draft-conflict.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { publishDraft } from '../../writes/publish-draft.ts';
import { readAgent } from '../../writes/read-agent.ts';

@Resolver()
export class PublishAgentResolver {
  @Permission('agent:publish')
  @Mutation(() => AgentVersionPayload, {
    description: 'Refused with GATE_FAILED while a gating test suite has not passed for this specification.',
  })
  async publishAgent(
    @Arg('input', () => PublishAgentInput) input: PublishAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentVersionPayload> {
    const { agentId, expectedRevision, notes = null, visibility = null } = input;
    const nothing = { version: null, agent: null, conflict: null, userErrors: [] };
    try {
      const result = await publishDraft(context, { agentId, expectedRevision, notes, visibility });
      const { agent } = await readAgent(context, agentId);
      if (!result.ok) return { ...nothing, agent, userErrors: result.problems };
      const { version, isNew } = result;
      return {
        ...nothing,
        version,
        agent,
        userErrors: isNew ? [] : [toUserError(new UnchangedDraftError(version.number))],
      };
    } catch (error) {
      if (error instanceof StaleRevisionError) return { ...nothing, conflict: await draftConflict(context, agentId) };
      return { ...nothing, userErrors: [mendableError(error)] };
    }
  }
}
