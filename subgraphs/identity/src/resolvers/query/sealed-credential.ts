import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY, ValidationError } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { useOfPurpose } from '../../credential.ts';
import { credentialToSend } from '../credential-to-send.ts';
import { SealedCredential } from '../../types/sealed-credential.ts';
import { sealFor } from '../../vault-places.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.SealedCredential.callers;

@Resolver()
export class SealedCredentialResolver {
  /** Sealed anew for this purpose, so that what one service was given opens for no other use. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => SealedCredential, {
    nullable: true,
    description: 'Service only: a sealed secret for injection at egress. Every read is recorded in `usedBy`.',
  })
  async sealedCredential(
    @Arg('id', () => ID) id: string,
    @Arg('purpose', () => String) purpose: string,
    @Arg('refusedVersion', () => Int, {
      nullable: true,
      description: 'Of OAUTH2: the token of this version was refused, so another one is wanted.',
    })
    refusedVersion: number | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<SealedCredential | null> {
    const { credentials, vault, uses, clock } = context.parts;
    const { tenantId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" reads no credentials.` });
    if (!/^[^|]{1,200}$/u.test(purpose))
      throw new ValidationError(['purpose'], '1 to 200 characters without "|"', JSON.stringify(purpose.slice(0, 80)));
    const found = await credentials.sealed(tenantId, id);
    // Whoever binds a person's own account to something else gets nothing: it is read as that person only.
    if (found === null || found.credential.toolServerId !== null) return null;
    const value = await credentialToSend(context.parts, tenantId, found, refusedVersion ?? null);
    if (value === null) return null;
    const { kind, scopes, expiresAt } = found.credential;
    const { version, plaintext, resource } = value;
    const sealed = await sealFor(vault, { tenantId, recordId: id, version, purpose }, plaintext);
    uses.credentialRead({ tenantId, credentialId: id, ...useOfPurpose(purpose, caller) }, clock.now());
    return { id, kind, version, ...sealed, scopes, resource, expiresAt };
  }
}
