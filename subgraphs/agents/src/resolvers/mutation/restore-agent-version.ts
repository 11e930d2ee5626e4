import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { AgentDraftPayload } from '../../types/agent-draft-payload.ts';
import { RestoreAgentVersionInput } from '../../types/restore-agent-version-input.ts';
import { draftAnswer } from '../../writes/draft-answer.ts';
import { replaceDocument } from '../../writes/replace-document.ts';
import { versionOf } from '../../writes/version-of.ts';
import { writeDraft } from '../../writes/write-draft.ts';

@Resolver()
export class RestoreAgentVersionResolver {
  @Permission('agent:update')
  @Mutation(() => AgentDraftPayload, { description: 'Copies an earlier version into the draft.' })
  restoreAgentVersion(
    @Arg('input', () => RestoreAgentVersionInput) input: RestoreAgentVersionInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentDraftPayload> {
    const { agentId, versionId, expectedRevision } = input;
    return draftAnswer(context, agentId, () =>
      writeDraft(context, {
        agentId,
        expectedRevision,
        edit: async (draft) => replaceDocument(draft, await versionOf(context, agentId, versionId)),
      }),
    );
  }
}
