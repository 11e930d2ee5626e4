import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { OwnModelKey } from '../../types/own-model-key.ts';

const READERS: readonly string[] = INTERNAL_OPERATIONS.OwnModelKeys.callers;

@Resolver()
export class OwnModelKeysResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => [OwnModelKey], {
    description: 'Service only: the providers that the person calls with an own key. Nothing of the keys themselves.',
  })
  async ownModelKeys(@Ctx() context: IdentityContext): Promise<readonly OwnModelKey[]> {
    const { tenantId, userId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!READERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" reads no credentials.` });
    if (userId === null) return [];
    const keys = await context.parts.modelKeys.ofUser(tenantId, userId);
    return keys.map(({ providerId }) => ({ providerId }));
  }
}
