import { ForbiddenError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { parseCredentialValue } from '../../credential-value.ts';
import { checkName } from '../../text-rules.ts';
import { CredentialPayload } from '../../types/credential-payload.ts';
import { StoreCredentialInput } from '../../types/store-credential-input.ts';
import { sealFor, STORED } from '../../vault-places.ts';
import { checkCredentialScopes, checkExpiry } from '../../writes/check-credential-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class StoreCredentialResolver {
  @Permission('credential:write')
  @Mutation(() => CredentialPayload)
  async storeCredential(
    @Arg('input', () => StoreCredentialInput) input: StoreCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<CredentialPayload> {
    const { changes, credentials, vault, ids, clock } = context.parts;
    const { tenantId, userId } = requireViewer(context);
    if (userId === null) throw new ForbiddenError('credential:write', { reason: 'A credential belongs to a person.' });
    const id = ids('crd');
    try {
      const { plaintext, lastFour } = parseCredentialValue(input.kind, input.value);
      const facts = {
        name: checkName(input.name),
        kind: input.kind,
        scopes: checkCredentialScopes(input.scopes),
        shared: input.shared ?? false,
        expiresAt: checkExpiry(input.expiresAt, clock.now()),
      };
      const sealed = await sealFor(vault, { tenantId, recordId: id, version: 1, purpose: STORED }, plaintext);
      const credential = await changes.change(causeOf(context), async (change) => {
        change.tell('credential-stored', { subject: id, after: { ...facts, lastFour, version: 1 } });
        const properties = {
          ...facts,
          ...sealed,
          lastFour,
          ownerId: userId,
          version: 1,
          status: 'ACTIVE',
          createdAt: change.at,
        } as const;
        return credentials.save(change, id, properties);
      });
      return { credential, userErrors: [] };
    } catch (error) {
      return { credential: null, userErrors: [mendableError(error)] };
    }
  }
}
