import { DeletePayload, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { type CredentialRecord, mayDelete } from '../../credential.ts';
import type { Change } from '../../db/identity-changes.ts';
import { CredentialInUseError, SessionNeededError } from '../../errors.ts';
import { DeleteCredentialInput } from '../../types/delete-credential-input.ts';
import { changeCredential } from '../../writes/change-credential.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class DeleteCredentialResolver {
  @Permission('credential:write')
  @Mutation(() => DeletePayload)
  async deleteCredential(
    @Arg('input', () => DeleteCredentialInput) input: DeleteCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { credentials } = context.parts;
    const { tenantId, sessionId } = requireViewer(context);
    const { credentialId: id, force } = input;
    try {
      const remove = async (change: Change, before: CredentialRecord): Promise<void> => {
        if (before.toolServerId !== null && sessionId === null) throw new SessionNeededError();
        const uses = await credentials.usesOf(tenantId, [id]);
        const names = uses.map((use) => `${use.objectType} ${use.name}`);
        // Only its owner's calls use an own account.
        if (names.length > 0 && before.toolServerId === null && force !== true)
          throw new CredentialInUseError(before.name, names);
        await credentials.delete(change, id);
        change.tell('credential-deleted', {
          subject: id,
          before: { name: before.name, kind: before.kind, usedBy: names },
        });
        if (before.toolServerId !== null) change.revoke(before.ownerId);
      };
      await changeCredential(context, id, remove, mayDelete);
      return { deletedId: id, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
