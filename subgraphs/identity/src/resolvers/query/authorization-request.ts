import { Permission, requireViewer, SIGNED_IN } from '@aether/common/service';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { AuthorizationRequestError } from '../../authorization-server/errors.ts';
import { redirectHost, redirectsToProgram } from '../../authorization-server/redirect-uri.ts';
import type { IdentityContext } from '../../context.ts';
import { AuthorizationRequest } from '../../types/authorization-request.ts';
import { AuthorizationRequestInput } from '../../types/authorization-request-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { scopesInWords } from '../scopes-in-words.ts';

@Resolver()
export class AuthorizationRequestResolver {
  @Permission(SIGNED_IN)
  @Query(() => AuthorizationRequest, {
    description: 'What an app asks the viewer for on the authorization page. Only for a signed-in session.',
  })
  async authorizationRequest(
    @Arg('input', () => AuthorizationRequestInput) input: AuthorizationRequestInput,
    @Ctx() context: IdentityContext,
  ): Promise<AuthorizationRequest> {
    const { consents } = context.parts;
    try {
      const { client, redirectUri, resource, scopes } = await consents.check(
        input,
        requireViewer(context),
        context.signal,
      );
      return {
        clientName: client.name,
        clientHost: client.host,
        redirectHost: redirectHost(redirectUri),
        redirectsToProgram: redirectsToProgram(redirectUri),
        resource,
        scopes: scopesInWords(scopes),
        returnUrl: null,
        userErrors: [],
      };
    } catch (error) {
      return {
        clientName: null,
        clientHost: null,
        redirectHost: null,
        redirectsToProgram: false,
        resource: null,
        scopes: [],
        returnUrl: error instanceof AuthorizationRequestError ? error.returnUrl : null,
        userErrors: [mendableError(error)],
      };
    }
  }
}
