import { DeletePayload, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { CredentialInUseError } from '../../errors.ts';
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
    const { tenantId } = requireViewer(context);
    const { credentialId: id, force } = input;
    try {
      await changeCredential(context, id, async (change, before) => {
        const uses = await credentials.usesOf(tenantId, [id]);
        const names = uses.map((use) => `${use.objectType} ${use.name}`);
        if (names.length > 0 && force !== true) throw new CredentialInUseError(before.name, names);
        await credentials.delete(change, id);
        change.tell('credential-deleted', {
          subject: id,
          before: { name: before.name, kind: before.kind, usedBy: names },
        });
      });
      return { deletedId: id, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
