import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { RevokeConnectedAppInput } from '../../types/revoke-connected-app-input.ts';

@Resolver()
export class RevokeConnectedAppResolver {
  @Permission('connected-app:revoke')
  @Mutation(() => DeletePayload, { description: 'Ends what an app may do; its tokens are refused within seconds.' })
  async revokeConnectedApp(
    @Arg('input', () => RevokeConnectedAppInput) { connectedAppId }: RevokeConnectedAppInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, connectedApps } = context.parts;
    const { userId, permissions } = requireViewer(context);
    const owner = permissions.includes('connected-app:manage') ? null : (userId ?? '');
    await changes.change(causeOf(context), async (change) => {
      const [app] = await connectedApps.revoke(change, { id: connectedAppId, userId: owner });
      if (app === undefined) throw new NotFoundError('connected app', connectedAppId);
      change.revoke(app.userId);
      change.tell('connected-app-revoked', {
        subject: app.id,
        before: { clientName: app.clientName },
        after: { by: 'person' },
      });
    });
    return { deletedId: connectedAppId, userErrors: [] };
  }
}
