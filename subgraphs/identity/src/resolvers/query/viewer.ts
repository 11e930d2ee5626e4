import type { Viewer as RequestViewer } from '@aether/common/security';
import { Permission, PUBLIC } from '@aether/common/service';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { Viewer } from '../../types/viewer.ts';

@Resolver()
export class ViewerResolver {
  @Permission(PUBLIC)
  @Query(() => Viewer, { nullable: true, description: 'Null when nobody is signed in.' })
  viewer(@Ctx() context: IdentityContext): RequestViewer | null {
    return context.viewer;
  }
}
