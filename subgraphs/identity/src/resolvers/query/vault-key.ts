import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { VaultKey } from '../../types/vault-key.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.VaultKey.callers;

@Resolver()
export class VaultKeyResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => VaultKey, {
    nullable: true,
    description:
      'Service only: a data key of the tenant, wrapped by the key-encryption key. Null id = the current one, made when there is none.',
  })
  async vaultKey(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<VaultKey | null> {
    const { tenantId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" opens no credentials.` });
    return context.parts.vaultKeys.find(tenantId, id ?? (await context.parts.vault.currentKeyId(tenantId)));
  }
}
