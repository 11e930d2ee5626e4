import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY, ValidationError } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { statusOf, useOfPurpose } from '../../credential.ts';
import { sealFor, STORED } from '../../vault-places.ts';
import { SealedCredential } from '../../types/sealed-credential.ts';

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
    if (found === null || statusOf(found.credential, clock.now()) !== 'ACTIVE') return null;
    const { kind, version, scopes, expiresAt } = found.credential;
    const place = { tenantId, recordId: id, version, purpose };
    const sealed = await sealFor(vault, place, await vault.unseal({ ...place, purpose: STORED }, found.sealed));
    uses.credentialRead({ tenantId, credentialId: id, ...useOfPurpose(purpose, caller) }, clock.now());
    return { id, kind, version, ...sealed, scopes, expiresAt };
  }
}
