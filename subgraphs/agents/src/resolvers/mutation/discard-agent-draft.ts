import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { emptySpec } from '../../agent/empty-spec.ts';
import { loadVersion } from '../../loaders.ts';
import { AgentDraftPayload } from '../../types/agent-draft-payload.ts';
import { DiscardAgentDraftInput } from '../../types/discard-agent-draft-input.ts';
import { draftAnswer } from '../../writes/draft-answer.ts';
import { replaceDocument } from '../../writes/replace-document.ts';
import { writeDraft } from '../../writes/write-draft.ts';

@Resolver()
export class DiscardAgentDraftResolver {
  @Permission('agent:update')
  @Mutation(() => AgentDraftPayload, {
    description: 'Back to the published version; before the first one, back to an empty draft.',
  })
  discardAgentDraft(
    @Arg('input', () => DiscardAgentDraftInput) input: DiscardAgentDraftInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentDraftPayload> {
    return draftAnswer(context, input.agentId, () =>
      writeDraft(context, {
        ...input,
        edit: async (draft, agent) => {
          const published =
            agent.publishedVersionId === null ? null : await loadVersion(context, agent.publishedVersionId);
          return replaceDocument(draft, published ?? { spec: emptySpec(agent.kind ?? 'QA'), layout: {} });
        },
      }),
    );
  }
}
