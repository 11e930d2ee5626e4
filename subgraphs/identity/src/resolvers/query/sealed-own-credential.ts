import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { SealedCredential } from '../../types/sealed-credential.ts';
import { OWN_ACCOUNT, sealFor } from '../../vault-places.ts';
import { credentialToSend } from '../credential-to-send.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.SealedOwnCredential.callers;

@Resolver()
export class SealedOwnCredentialResolver {
  /** Of the person in whose name it is asked, and of nobody else: no argument names one. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => SealedCredential, {
    nullable: true,
    description:
      "Service only: the person's own account at a tool server, sealed for one call. Null = the person has connected none, or is no longer active.",
  })
  async sealedOwnCredential(
    @Arg('toolServerId', () => ID) toolServerId: string,
    @Arg('refusedVersion', () => Int, {
      nullable: true,
      description: 'Of OAUTH2: the token of this version was refused, so another one is wanted.',
    })
    refusedVersion: number | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<SealedCredential | null> {
    const { credentials, vault, uses, clock } = context.parts;
    const { tenantId, userId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" reads no credentials.` });
    const found = userId === null ? null : await credentials.ownSealed(tenantId, userId, toolServerId);
    const value =
      found === null ? null : await credentialToSend(context.parts, tenantId, found, refusedVersion ?? null);
    if (found === null || value === null) return null;
    const { id, name, kind, scopes, expiresAt } = found.credential;
    const { version, plaintext, resource } = value;
    const sealed = await sealFor(vault, { tenantId, recordId: id, version, purpose: OWN_ACCOUNT }, plaintext);
    const use = { objectType: 'ToolServer', objectId: toolServerId, name };
    uses.credentialRead({ tenantId, credentialId: id, ...use }, clock.now());
    return { id, kind, version, ...sealed, scopes, resource, expiresAt };
  }
}
