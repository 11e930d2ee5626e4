import { Permission, requireViewer, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { parseCredentialValue } from '../../credential-value.ts';
import { CredentialPayload } from '../../types/credential-payload.ts';
import { RotateCredentialInput } from '../../types/rotate-credential-input.ts';
import { sealFor, STORED } from '../../vault-places.ts';
import { changeCredential } from '../../writes/change-credential.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class RotateCredentialResolver {
  @Permission('credential:write')
  @Mutation(() => CredentialPayload, { description: 'The new value counts for the next read; the old one is gone.' })
  async rotateCredential(
    @Arg('input', () => RotateCredentialInput) input: RotateCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<CredentialPayload> {
    const { credentials, vault } = context.parts;
    const { tenantId } = requireViewer(context);
    const { credentialId: id, value } = input;
    try {
      const credential = await changeCredential(context, id, async (change, before) => {
        // Whose account calls are made with is the person's own decision, made in a session.
        if (before.toolServerId !== null)
          throw new ValidationError(
            ['credentialId'],
            'a credential that is no own account (storeOwnCredential and authorizeOwnCredential replace one)',
            'an own account',
          );
        const { plaintext, lastFour } = parseCredentialValue(before.kind, value);
        const version = before.version + 1;
        const sealed = await sealFor(vault, { tenantId, recordId: id, version, purpose: STORED }, plaintext);
        const facts = { version, lastFour };
        change.tell('credential-rotated', {
          subject: id,
          before: { version: before.version, lastFour: before.lastFour },
          after: facts,
        });
        // What was missing of the old value, or refused to it, says nothing about the new one.
        const noScopes = { askedScopes: [], refusedScopes: [] };
        return credentials.save(change, id, { ...facts, ...sealed, ...noScopes, status: 'ACTIVE' });
      });
      return { credential, userErrors: [] };
    } catch (error) {
      return { credential: null, userErrors: [mendableError(error)] };
    }
  }
}
