import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { personPrincipal } from '../../access/person-principal.ts';
import type { PrincipalRecord } from '../../access/principal.ts';
import { isUsable } from '../../api-key.ts';
import type { IdentityContext } from '../../context.ts';
import { Principal } from '../../types/principal.ts';

const ASKERS: readonly string[] = INTERNAL_OPERATIONS.PrincipalOfUser.callers;

@Resolver()
export class PrincipalOfUserResolver {
  /** Asked for each piece of work, so that a person who lost a right loses it for what runs in their name, too. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => Principal, {
    nullable: true,
    description:
      'Service only: what a person of the tenant may do now, narrowed by the scopes under which the work was ordered (none = all). `apiKeyId` is null once the key that it was ordered with counts no more. Null = not active.',
  })
  async principalOfUser(
    @Arg('userId', () => ID) userId: string,
    @Arg('scopes', () => [String]) scopes: string[],
    @Arg('apiKeyId', () => ID, { nullable: true }) apiKeyId: string | null,
    @Ctx() context: IdentityContext,
  ): Promise<PrincipalRecord | null> {
    const { tenantId } = requireViewer(context);
    const caller = context.caller ?? '';
    if (!ASKERS.includes(caller))
      throw new ForbiddenError(SERVICE_ONLY, { reason: `The service "${caller}" does nothing in the name of people.` });
    const { people, apiKeys, clock } = context.parts;
    const found = await people.activeUser(tenantId, userId);
    if (found === null) return null;
    const [key] = apiKeyId === null ? [] : await apiKeys.byIds(tenantId, userId, [apiKeyId]);
    return {
      ...personPrincipal({ ...found, tenantId }, scopes.length === 0 ? null : scopes),
      apiKeyId: key !== undefined && isUsable(key, clock.now()) ? key.id : null,
    };
  }
}
