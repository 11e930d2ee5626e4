import { Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { checkName } from '../../text-rules.ts';
import { CredentialPayload } from '../../types/credential-payload.ts';
import { UpdateCredentialInput } from '../../types/update-credential-input.ts';
import { changeCredential } from '../../writes/change-credential.ts';
import { checkCredentialScopes, checkExpiry } from '../../writes/check-credential-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class UpdateCredentialResolver {
  @Permission('credential:write')
  @Mutation(() => CredentialPayload)
  async updateCredential(
    @Arg('input', () => UpdateCredentialInput) input: UpdateCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<CredentialPayload> {
    const { credentials, clock } = context.parts;
    const { credentialId: id, name, scopes, shared, expiresAt } = input;
    try {
      const properties = {
        ...(name == null ? {} : { name: checkName(name) }),
        ...(scopes == null ? {} : { scopes: checkCredentialScopes(scopes) }),
        ...(shared == null ? {} : { shared }),
        ...(expiresAt === undefined ? {} : { expiresAt: checkExpiry(expiresAt, clock.now()) }),
      };
      const credential = await changeCredential(context, id, async (change, before) => {
        if (before.toolServerId !== null && (shared === true || scopes != null))
          throw new ValidationError(
            [shared === true ? 'shared' : 'scopes'],
            'none of an own account, which goes to its server alone',
            'one',
          );
        change.tell('credential-updated', { subject: id, before, after: properties });
        return credentials.save(change, id, properties);
      });
      return { credential, userErrors: [] };
    } catch (error) {
      return { credential: null, userErrors: [mendableError(error)] };
    }
  }
}
