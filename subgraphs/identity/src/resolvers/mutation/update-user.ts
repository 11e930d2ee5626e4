import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { UpdateUserInput } from '../../types/update-user-input.ts';
import { UserPayload } from '../../types/user-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { updateUser } from '../../writes/update-user.ts';

@Resolver()
export class UpdateUserResolver {
  @Permission('user:update')
  @Mutation(() => UserPayload)
  async updateUser(
    @Arg('input', () => UpdateUserInput) input: UpdateUserInput,
    @Ctx() context: IdentityContext,
  ): Promise<UserPayload> {
    try {
      return { user: await updateUser(context.parts, requireViewer(context), causeOf(context), input), userErrors: [] };
    } catch (error) {
      return { user: null, userErrors: [mendableError(error)] };
    }
  }
}
