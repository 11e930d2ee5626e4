import { hashInput } from '@aether/common/graph';
import { Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { MAXIMUM_OPERATIONS, patchDocument } from '../../agent/draft-document.ts';
import { InvalidPatchError } from '../../errors.ts';
import { excessOf } from '../../agent/json-limits.ts';
import { AgentDraftPayload } from '../../types/agent-draft-payload.ts';
import { UpdateAgentDraftInput } from '../../types/update-agent-draft-input.ts';
import { draftAnswer } from '../../writes/draft-answer.ts';
import { writeDraft } from '../../writes/write-draft.ts';

@Resolver()
export class UpdateAgentDraftResolver {
  @Permission('agent:update')
  @Mutation(() => AgentDraftPayload)
  updateAgentDraft(
    @Arg('input', () => UpdateAgentDraftInput) input: UpdateAgentDraftInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentDraftPayload> {
    const { agentId, expectedRevision, operations, idempotencyKey } = input;
    return draftAnswer(context, agentId, async () => {
      checkSize(operations);
      return writeDraft(context, {
        agentId,
        expectedRevision,
        ...(idempotencyKey == null
          ? {}
          : { idempotency: { operation: 'updateAgentDraft', key: idempotencyKey, inputHash: hashInput(input) } }),
        edit: async (draft) => {
          const { spec, layout, pins } = draft;
          const result = patchDocument({ spec, layout, pins }, operations);
          if (!result.ok) throw new InvalidPatchError(result.problem);
          return result;
        },
      });
    });
  }
}

function checkSize(operations: readonly unknown[]): void {
  if (operations.length === 0 || operations.length > MAXIMUM_OPERATIONS) {
    throw new ValidationError(['operations'], `1 to ${MAXIMUM_OPERATIONS} operations`, String(operations.length));
  }
  const excess = excessOf(operations);
  if (excess !== null) throw new ValidationError(['operations'], excess, 'more', 'Send it in several writes.');
}
