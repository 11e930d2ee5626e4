import { Permission, requireViewer, SERVICE_ONLY } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { JobTitle } from '../../types/job-title.ts';

@Resolver()
export class JobTitlesResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => [JobTitle], {
    description: 'Service only: what these people of the tenant do; who states nothing is left out.',
  })
  async jobTitles(
    @Arg('userIds', () => [ID]) userIds: readonly string[],
    @Ctx() context: IdentityContext,
  ): Promise<readonly JobTitle[]> {
    const found = await context.parts.people.usersByIds(requireViewer(context).tenantId, userIds);
    return found.flatMap(({ id, jobTitle }) => (jobTitle === null ? [] : [{ userId: id, jobTitle }]));
  }
}
