import { Permission, requireViewer, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import type { CredentialKind } from '../../credential.ts';
import { parseCredentialValue } from '../../credential-value.ts';
import { SessionNeededError } from '../../errors.ts';
import { CredentialPayload } from '../../types/credential-payload.ts';
import { StoreOwnCredentialInput } from '../../types/store-own-credential-input.ts';
import { sealFor, STORED } from '../../vault-places.ts';
import { addressForKey } from '../../writes/address-for-key.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { onceAgainIfMade } from '../../writes/once-again-if-made.ts';
import { ownAccountName } from '../../writes/own-account-name.ts';
import { serverForOwnAccount } from '../../writes/server-for-own-account.ts';

const KINDS: readonly CredentialKind[] = ['API_KEY', 'BEARER', 'BASIC'];

@Resolver()
export class StoreOwnCredentialResolver {
  @Permission('tool:use')
  @Mutation(() => CredentialPayload, {
    description:
      "The viewer's own key or password at a tool server; their calls of it are made with it, and no others.",
  })
  async storeOwnCredential(
    @Arg('input', () => StoreOwnCredentialInput) { toolServerId, kind, value }: StoreOwnCredentialInput,
    @Ctx() context: IdentityContext,
  ): Promise<CredentialPayload> {
    const { changes, credentials, vault, ids } = context.parts;
    const { tenantId, userId, sessionId } = requireViewer(context);
    // A key could make the person's calls with an account that somebody else holds.
    if (userId === null || sessionId === null) throw new SessionNeededError();
    try {
      if (!KINDS.includes(kind)) throw new ValidationError(['kind'], KINDS.join(', '), kind);
      const { plaintext, lastFour } = parseCredentialValue(kind, value);
      const server = await serverForOwnAccount(context, toolServerId);
      const facts = {
        name: ownAccountName(server.name),
        kind,
        scopes: [new URL(server.url).host],
        shared: false,
        toolServerId,
        address: addressForKey(server),
      };
      const id = ids('crd');
      const sealed = await sealFor(vault, { tenantId, recordId: id, version: 1, purpose: STORED }, plaintext);
      const credential = await onceAgainIfMade(() =>
        changes.change(causeOf(context), async (change) => {
          // Another object, so that a sign-in that is still under way finds none to write to.
          const [before = null] = await credentials.removeOwn(change, userId, toolServerId);
          change.tell('credential-stored', {
            subject: id,
            before: before === null ? null : { id: before },
            after: { ...facts, lastFour, version: 1 },
            data: { toolServerId, userId },
          });
          if (before !== null) change.revoke(userId);
          const made = {
            ownerId: userId,
            version: 1,
            status: 'ACTIVE',
            expiresAt: null,
            createdAt: change.at,
          } as const;
          return credentials.save(change, id, { ...facts, ...sealed, ...made, lastFour });
        }),
      );
      return { credential, userErrors: [] };
    } catch (error) {
      return { credential: null, userErrors: [mendableError(error)] };
    }
  }
}
