import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { InviteUserInput } from '../../types/invite-user-input.ts';
import { InviteUserPayload } from '../../types/invite-user-payload.ts';
import { inviteUser } from '../../writes/invite-user.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class InviteUserResolver {
  @Permission('user:manage')
  @Mutation(() => InviteUserPayload)
  async inviteUser(
    @Arg('input', () => InviteUserInput) input: InviteUserInput,
    @Ctx() context: IdentityContext,
  ): Promise<InviteUserPayload> {
    try {
      const { user, invitationUrl } = await inviteUser(context.parts, requireViewer(context), causeOf(context), input);
      return { user, invitationUrl, userErrors: [] };
    } catch (error) {
      return { user: null, invitationUrl: null, userErrors: [mendableError(error)] };
    }
  }
}
