import { DeletePayload, ForbiddenError, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { RemoveModelKeyInput } from '../../types/remove-model-key-input.ts';

@Resolver()
export class RemoveModelKeyResolver {
  @Permission('model:use')
  @Mutation(() => DeletePayload)
  async removeModelKey(
    @Arg('input', () => RemoveModelKeyInput) { modelKeyId: id }: RemoveModelKeyInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, modelKeys } = context.parts;
    const { userId } = requireViewer(context);
    if (userId === null) throw new ForbiddenError('model:use', { reason: 'An own key belongs to a person.' });
    await changes.change(causeOf(context), async (change) => {
      const providerId = await modelKeys.remove(change, userId, id);
      if (providerId === null) throw new NotFoundError('model key', id);
      change.tell('model-key-removed', { subject: id, before: { providerId } });
    });
    return { deletedId: id, userErrors: [] };
  }
}
