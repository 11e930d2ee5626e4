import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { AuthorizeCredentialPayload } from '../../types/authorize-credential-payload.ts';
import { AuthorizeOwnCredentialInput } from '../../types/authorize-own-credential-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { onceAgainIfMade } from '../../writes/once-again-if-made.ts';
import { requestOwnConsent } from '../../writes/request-own-consent.ts';

@Resolver()
export class AuthorizeOwnCredentialResolver {
  @Permission('tool:use')
  @Mutation(() => AuthorizeCredentialPayload, {
    description: "Starts an OAuth consent for the viewer's own account at a tool server.",
  })
  async authorizeOwnCredential(
    @Arg('input', () => AuthorizeOwnCredentialInput) input: AuthorizeOwnCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<AuthorizeCredentialPayload> {
    try {
      return { ...(await onceAgainIfMade(() => requestOwnConsent(context, input))), userErrors: [] };
    } catch (error) {
      return { credential: null, authorizationUrl: null, userErrors: [mendableError(error)] };
    }
  }
}
