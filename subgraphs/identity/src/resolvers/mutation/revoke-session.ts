import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { RevokeSessionInput } from '../../types/revoke-session-input.ts';

@Resolver()
export class RevokeSessionResolver {
  @Permission('session:revoke')
  @Mutation(() => DeletePayload)
  async revokeSession(
    @Arg('input', () => RevokeSessionInput) input: RevokeSessionInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, sessions } = context.parts;
    const { userId } = requireViewer(context);
    if (userId === null) throw new NotFoundError('session', input.sessionId);
    await changes.change(causeOf(context), async (change) => {
      const ended = await sessions.revoke(change, { userId, id: input.sessionId });
      if (ended.length === 0) throw new NotFoundError('session', input.sessionId);
      change.revoke(userId);
      change.tell('session-revoked', { subject: input.sessionId });
    });
    return { deletedId: input.sessionId, userErrors: [] };
  }
}
