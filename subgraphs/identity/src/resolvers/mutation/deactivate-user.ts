import { NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { LastOwnerError, OwnersOnlyError } from '../../errors.ts';
import { DeactivateUserInput } from '../../types/deactivate-user-input.ts';
import { UserPayload } from '../../types/user-payload.ts';
import type { UserRecord } from '../../user.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class DeactivateUserResolver {
  @Permission('user:manage')
  @Mutation(() => UserPayload, {
    description:
      'Nobody is deleted: what they made stays theirs. Their sessions, keys and connected apps end at once, and what they stored of their own, keys for models and accounts at tool servers, is removed.',
  })
  async deactivateUser(
    @Arg('input', () => DeactivateUserInput) input: DeactivateUserInput,
    @Ctx() context: IdentityContext,
  ): Promise<UserPayload> {
    try {
      return { user: await deactivate(context, input.userId), userErrors: [] };
    } catch (error) {
      return { user: null, userErrors: [mendableError(error)] };
    }
  }
}

function deactivate(context: IdentityContext, userId: string): Promise<UserRecord> {
  const { changes, tenants, users, sessions, apiKeys, connectedApps, credentials, modelKeys } = context.parts;
  const viewer = requireViewer(context);
  return changes.change(causeOf(context), async (change) => {
    await tenants.lock(change);
    const before = await users.locked(change, userId);
    if (before === null) throw new NotFoundError('person', userId);
    if (before.roleKey === 'owner' && viewer.roleKey !== 'owner') throw new OwnersOnlyError(['userId']);
    if (before.status === 'DEACTIVATED') return before;
    if (before.roleKey === 'owner' && (await users.isLastOwner(change, userId))) throw new LastOwnerError(['userId']);
    const after: UserRecord = { ...before, status: 'DEACTIVATED' };
    await users.update(change, after);
    const endedSessions = await sessions.revoke(change, { userId });
    const keys = await apiKeys.revoke(change, { id: null, userId });
    const apps = await connectedApps.revoke(change, { id: null, userId });
    const modelKeysRemoved = await modelKeys.removeAll(change, userId);
    const ownAccounts = await credentials.removeOwn(change, userId, null);
    change.revoke(userId);
    change.tell('user-deactivated', {
      subject: userId,
      before: { status: before.status },
      after: {
        status: after.status,
        endedSessions: endedSessions.length,
        revokedKeys: keys.length,
        revokedApps: apps.length,
        removedModelKeys: modelKeysRemoved.length,
        removedOwnAccounts: ownAccounts.length,
      },
    });
    return after;
  });
}
