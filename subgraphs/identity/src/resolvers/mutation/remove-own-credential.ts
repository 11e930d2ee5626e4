import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { SessionNeededError } from '../../errors.ts';
import { RemoveOwnCredentialInput } from '../../types/remove-own-credential-input.ts';

@Resolver()
export class RemoveOwnCredentialResolver {
  /** What is under way with it ends soon: the gateway hears of it. */
  @Permission('tool:use')
  @Mutation(() => DeletePayload)
  async removeOwnCredential(
    @Arg('input', () => RemoveOwnCredentialInput) { credentialId: id }: RemoveOwnCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, credentials } = context.parts;
    const viewer = requireViewer(context);
    const { userId, sessionId } = viewer;
    if (userId === null || sessionId === null) throw new SessionNeededError();
    await changes.change(causeOf(context), async (change) => {
      const before = await credentials.locked(change, viewer, id);
      if (before === null || before.ownerId !== userId || before.toolServerId === null)
        throw new NotFoundError('own account', id);
      const { name, kind, toolServerId } = before;
      await credentials.delete(change, id);
      change.tell('credential-deleted', { subject: id, before: { name, kind, toolServerId } });
      change.revoke(userId);
    });
    return { deletedId: id, userErrors: [] };
  }
}
