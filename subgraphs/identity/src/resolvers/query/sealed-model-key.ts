import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { SealedModelKey } from '../../types/sealed-model-key.ts';
import { OWN_MODEL_KEY, sealFor, STORED } from '../../vault-places.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.SealedModelKey.callers;

@Resolver()
export class SealedModelKeyResolver {
  /** Of the person in whose name it is asked, and of nobody else: no argument names one. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => SealedModelKey, {
    nullable: true,
    description: "Service only: the person's own key for a provider, sealed for one call. Recorded as its last use.",
  })
  async sealedModelKey(
    @Arg('providerId', () => ID) providerId: string,
    @Ctx() context: IdentityContext,
  ): Promise<SealedModelKey | null> {
    const { modelKeys, vault, uses, clock } = context.parts;
    const { tenantId, userId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" reads no credentials.` });
    const found = userId === null ? null : await modelKeys.sealed(tenantId, userId, providerId);
    if (found === null) return null;
    const { id, version, lastUsedAt, address } = found.key;
    const place = { tenantId, recordId: id, version, purpose: OWN_MODEL_KEY };
    const plaintext = await vault.unseal({ ...place, purpose: STORED }, found.sealed);
    const sealed = await sealFor(vault, place, plaintext);
    uses.modelKeyUsed({ tenantId, id, lastUsedAt }, clock.now());
    return { id, version, address, ...sealed };
  }
}
