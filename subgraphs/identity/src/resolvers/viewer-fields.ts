import type { Viewer as RequestViewer } from '@aether/common/security';
import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import { loadUser } from '../loaders.ts';
import type { SessionRecord } from '../session.ts';
import type { TenantRecord } from '../tenant.ts';
import { Session } from '../types/session.ts';
import { Tenant } from '../types/tenant.ts';
import { User } from '../types/user.ts';
import { Viewer } from '../types/viewer.ts';
import type { UserRecord } from '../user.ts';

@Resolver(() => Viewer)
export class ViewerFields {
  @FieldResolver(() => User, { nullable: true })
  async user(@Root() viewer: RequestViewer, @Ctx() context: IdentityContext): Promise<UserRecord | null> {
    return viewer.userId === null ? null : loadUser(context, viewer.userId);
  }

  @FieldResolver(() => Tenant)
  async tenant(@Root() viewer: RequestViewer, @Ctx() context: IdentityContext): Promise<TenantRecord> {
    const tenant = await context.parts.tenants.byId(viewer.tenantId);
    if (tenant === null) throw new NotFoundError('tenant', viewer.tenantId);
    return tenant;
  }

  @FieldResolver(() => [Session])
  async sessions(@Root() viewer: RequestViewer, @Ctx() context: IdentityContext): Promise<readonly SessionRecord[]> {
    if (viewer.userId === null) return [];
    return context.parts.sessions.ofUser(viewer.tenantId, viewer.userId, context.parts.clock.now().getTime());
  }
}
