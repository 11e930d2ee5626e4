import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { AuthorizeCredentialInput } from '../../types/authorize-credential-input.ts';
import { AuthorizeCredentialPayload } from '../../types/authorize-credential-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { requestConsent } from '../../writes/request-consent.ts';

@Resolver()
export class AuthorizeCredentialResolver {
  @Permission('credential:write')
  @Mutation(() => AuthorizeCredentialPayload, {
    description: 'Starts an OAuth consent; the credential is ready when the provider has called back.',
  })
  async authorizeCredential(
    @Arg('input', () => AuthorizeCredentialInput) input: AuthorizeCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<AuthorizeCredentialPayload> {
    try {
      return { ...(await requestConsent(context, input)), userErrors: [] };
    } catch (error) {
      return { credential: null, authorizationUrl: null, userErrors: [mendableError(error)] };
    }
  }
}
