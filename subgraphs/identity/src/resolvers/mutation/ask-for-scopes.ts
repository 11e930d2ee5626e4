import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { AskForScopesInput } from '../../types/ask-for-scopes-input.ts';
import { AskForScopesPayload } from '../../types/ask-for-scopes-payload.ts';
import { askForScopes } from '../../writes/ask-for-scopes.ts';

const CALLERS: readonly string[] = INTERNAL_OPERATIONS.AskForScopes.callers;

@Resolver()
export class AskForScopesResolver {
  /** Nothing is granted by it: a person sees on the page of the authorization server what is asked for. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => AskForScopesPayload, {
    description: 'Service only: a tool server wants scopes that were not granted; the next sign-in asks for them, too.',
  })
  async askForScopes(
    @Arg('input', () => AskForScopesInput) input: AskForScopesInput,
    @Ctx() context: IdentityContext,
  ): Promise<AskForScopesPayload> {
    const caller = context.caller ?? '';
    if (!CALLERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" asks for no scopes.` });
    const { tenantId } = requireViewer(context);
    return { askedScopes: await askForScopes(context.parts, tenantId, input), userErrors: [] };
  }
}
