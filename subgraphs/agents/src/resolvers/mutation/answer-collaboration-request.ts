import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { AnswerCollaborationRequestInput } from '../../types/answer-collaboration-request-input.ts';
import { CollaborationRequestPayload } from '../../types/collaboration-request-payload.ts';
import { answerRequest } from '../../writes/collaborate.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class AnswerCollaborationRequestResolver {
  @Permission('agent:publish')
  @Mutation(() => CollaborationRequestPayload)
  async answerCollaborationRequest(
    @Arg('input', () => AnswerCollaborationRequestInput) {
      requestId,
      accept,
      role = null,
      note = null,
    }: AnswerCollaborationRequestInput,
    @Ctx() context: AgentsContext,
  ): Promise<CollaborationRequestPayload> {
    try {
      return { request: await answerRequest(context, { requestId, accept, role, note }), userErrors: [] };
    } catch (error) {
      return { request: null, userErrors: [mendableError(error)] };
    }
  }
}
