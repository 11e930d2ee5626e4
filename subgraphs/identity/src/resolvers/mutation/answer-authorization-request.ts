import { Permission, requireViewer, SIGNED_IN } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { AuthorizationRequestError } from '../../authorization-server/errors.ts';
import { causeOf, type IdentityContext } from '../../context.ts';
import { AnswerAuthorizationRequestInput } from '../../types/answer-authorization-request-input.ts';
import { AnswerAuthorizationRequestPayload } from '../../types/answer-authorization-request-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class AnswerAuthorizationRequestResolver {
  /** Checked once more: what was shown may have changed, and nothing says that it was shown. */
  @Permission(SIGNED_IN)
  @Mutation(() => AnswerAuthorizationRequestPayload, {
    description: 'The answer of the viewer to an app. Only for a signed-in session.',
  })
  async answerAuthorizationRequest(
    @Arg('input', () => AnswerAuthorizationRequestInput) { request, allow }: AnswerAuthorizationRequestInput,
    @Ctx() context: IdentityContext,
  ): Promise<AnswerAuthorizationRequestPayload> {
    const { consents } = context.parts;
    const viewer = requireViewer(context);
    try {
      const returnUrl = allow
        ? await consents.allow(request, viewer, causeOf(context), context.signal)
        : await consents.deny(request, viewer, context.signal);
      return { returnUrl, userErrors: [] };
    } catch (error) {
      const returnUrl = error instanceof AuthorizationRequestError ? error.returnUrl : null;
      return { returnUrl, userErrors: [mendableError(error)] };
    }
  }
}
